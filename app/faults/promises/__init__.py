"""Promises: how pressing a fault is, by when each stage is reached, and the clock that counts."""
