"""Faults that a manager makes on purpose, to learn whether checks find them."""
