"""Sheets: asking for printed tags."""
