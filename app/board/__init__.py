"""Board: the first page, and the day of those who sign in."""
