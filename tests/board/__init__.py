"""The day of those who sign in."""
