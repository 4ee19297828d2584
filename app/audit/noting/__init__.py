"""What is found out of what is noted: where it belongs, and what is not to be said of it."""
