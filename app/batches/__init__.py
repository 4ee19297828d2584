"""Batches: orders of printed tags, who gave them when, and what came of them."""
