"""What people do, from the first tap to the last, in a real browser against the real program."""
