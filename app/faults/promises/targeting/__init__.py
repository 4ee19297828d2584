"""The targets that a support calendar has of its own."""
