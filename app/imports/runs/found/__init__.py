"""What was found in a sent file and tried with it, kept beside it."""
