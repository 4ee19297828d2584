"""Lists of planned and past work as records."""
