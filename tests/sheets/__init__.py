"""Asking for printed tags."""
