"""What logging a check is made of: its findings, repeats of it, and what follows from it."""
