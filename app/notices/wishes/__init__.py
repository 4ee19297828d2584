"""What each person wants to hear, how, and when."""
