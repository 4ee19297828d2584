"""What the worker does with pictures: erase those whose form never came back."""

from app import clock
from app.photos import holding


def sweep() -> None:
    """Erase pictures that have waited too long."""
    holding.let_go(at=clock.now())
