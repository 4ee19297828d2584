"""A sent file and what is under way with it: kept, looked at, applied, by whoever has the time."""
