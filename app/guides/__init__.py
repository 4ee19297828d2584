"""Guides: self-help, procedures and known errors, by type, model or unit; the nearest wins."""
