"""Faults: what is broken, who told us, what we promised, and where it stands."""
