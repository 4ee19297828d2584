"""People: who signs in, and as what."""
