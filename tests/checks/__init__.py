"""Checks: the list, the visit, the history."""
