"""What is asked for, once every word of it is understood."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.batches.models import Kind
from app.paper.models import Printer
from tags import Design, Stock


class Of(StrEnum):
    """What the tags are for."""

    ROOMS = "rooms"
    UNITS = "units"
    BLANK = "blank"
    """For nothing yet: they are claimed where they are put up."""
    TAGS = "tags"
    """Certain tags, to be printed again."""


@dataclass(frozen=True)
class Wished:
    """An order as it was understood. `ids` are those of rooms, units or tags, in their order;
    `count` is how many blank ones are wanted. `address` is what the codes lead to."""

    of: Of
    ids: Sequence[int]
    stock: Stock
    design: Design
    address: str
    trial: bool
    locale: str
    count: int = 0
    kind: Kind = Kind.PDF
    printer: Printer | None = None
    used: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """How many tags it makes."""
        return self.count if self.of is Of.BLANK else len(self.ids)


def joined(used: Collection[int]) -> str:
    """Labels as they are stored: their numbers, joined by commas."""
    return ",".join(map(str, sorted(used)))


def parted(used: str) -> frozenset[int]:
    """The labels of a stored text."""
    return frozenset(int(number) for number in used.split(",") if number)


def sheets_of(stock: Stock, used: Collection[int], count: int) -> int:
    """On how many sheets `count` tags come, the first of which has used labels."""
    return -(-(count + len(used)) // stock.per_sheet)


def left_over(stock: Stock, used: frozenset[int], count: int) -> frozenset[int]:
    """The labels that are used up on the last sheet, after `count` tags on sheets of a stock."""
    free = [label for label in range(stock.per_sheet) if label not in used]
    if count < len(free):
        return used | frozenset(free[:count])
    return frozenset(range((count - len(free)) % stock.per_sheet))
