"""Codes: the life of a tag."""
