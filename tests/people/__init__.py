"""People: accounts, signing in, the one-time welcome."""
