"""What was found, each in a sentence, with what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding is."""

    FINE = "fine"
    LOOK = "look"
    """Nothing is broken yet."""
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: State
    says: str
    do: str = ""
    """What to do; empty where all is fine."""


def fine(what: str, says: str) -> Finding:
    """All is as it should be."""
    return Finding(what, State.FINE, says)


def look(what: str, says: str, do: str) -> Finding:
    """It works, and should be seen to."""
    return Finding(what, State.LOOK, says, do)


def wrong(what: str, says: str, do: str) -> Finding:
    """It does not work."""
    return Finding(what, State.WRONG, says, do)
