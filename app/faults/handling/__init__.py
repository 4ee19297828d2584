"""One fault in the hands of staff: everything about it, and what can be done next."""
