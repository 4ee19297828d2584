"""The arrangement of the grid: a first plan, in rows."""

from tags.rows import plan

__all__ = ["plan"]
