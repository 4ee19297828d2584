"""Demo: a campus with two years of checks and faults, to look around in."""
