"""Applying a plan in one transaction, and remembering each row that it made or changed."""
