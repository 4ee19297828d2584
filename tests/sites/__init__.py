"""Somebody who serves some sites, and what belongs to the others."""
