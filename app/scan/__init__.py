"""Scan: what the address of a tag shows to each audience."""
