"""What is said of a place where history does not fit."""

from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """What is wrong at a place."""

    CHANGED = "was changed"
    REPLACED = "was replaced by another that was hashed anew"
    MISSING = "is missing"
    ADDED = "was added later"
    UNREADABLE = "can't be read"
    CUT_AT_START = "is the first, and nothing tells why those before are gone"
    CUT_AT_END = "is the last, and there were more"


@dataclass(frozen=True)
class Break:
    """One place: a table, a row's key, or its first and last where several are gone; columns."""

    table: str
    key: int | None
    why: Why
    columns: tuple[str, ...] = ()
    until: int | None = None
    """The last of several."""

    def __str__(self) -> str:
        """The place, and what is wrong there."""
        row = "" if self.key is None else f" {self.key}"
        row += f" to {self.until}" if self.until not in {None, self.key} else ""
        where = f", {' or '.join(self.columns)}" if self.columns else ""
        return f"{self.table}{row}{where}: {self.why}"


@dataclass
class Proof:
    """What was found in one chain: how much it holds, how it ends, what is broken or odd."""

    count: int = 0
    number: int = 0
    hash: str = ""
    breaks: list[Break] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What is odd, and proves nothing."""
