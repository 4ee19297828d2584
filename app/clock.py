"""The wall clock. Only routes, commands and jobs ask it; everything else is handed a moment."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
