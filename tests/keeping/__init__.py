"""Backups, restoring them, and upgrades."""
