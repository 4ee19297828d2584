"""Rows of history that came, put into blocks whose hashes are chained."""
