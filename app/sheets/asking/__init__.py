"""What is asked for: the form, which rooms and units it means, what it leaves open."""
