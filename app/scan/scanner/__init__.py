"""Scanning one tag after the other, without leaving the page of the day."""
