"""How many examples a property is tried with; they are others at each run."""

from dataclasses import dataclass


@dataclass
class Engine:
    """What the tests run on."""

    is_postgresql: bool = False


ENGINE = Engine()
"""Set as the tests begin, before any is loaded."""


def examples(usual: int) -> int:
    """The usual number on SQLite; a quarter on PostgreSQL, where the same code is at work again."""
    return max(5, usual // 4) if ENGINE.is_postgresql else usual
