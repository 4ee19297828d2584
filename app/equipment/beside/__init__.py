"""What stands beside units: who sells and mends, what is kept to mend with, what they form."""
