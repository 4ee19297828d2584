"""Backups that are proved by restoring, restoring them, and what a doctor asks of the program."""
