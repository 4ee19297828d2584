"""Where somebody is signed in: one row for each signing in, listed and ended."""
