"""Going along a chain from its first row to its last."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table

from app.audit.acts import Act
from app.audit.chaining.canonical import MOMENT
from app.audit.chaining.chain import BEGINNING, BOUND, MARK, link, marks
from app.audit.models import AuditEntry
from app.audit.proving import raw
from app.audit.proving.breaks import Break, Proof, Why
from app.database import Base

BACKWARDS = timedelta(minutes=5)
"""Several processes never agree to the second; more than this, and a clock was set."""


class Walk:
    """Where the walk along a chain stands: of the audit log, or of the seals."""

    def __init__(self, table: type[Base], heads: Mapping[int, str]) -> None:
        self.table: Table = table.__table__  # type: ignore[assignment]
        self.names = tuple(self.table.c.keys())
        self.says = self.names[: -len(BOUND)]
        self.proof = Proof()
        self.heads = heads
        self.unreadable: list[int] = []
        self._first: tuple[int, str] | None = None
        self._closings: dict[int, str] = {}
        self._is_told = False  # what stands before is broken by itself: the link needs no words
        self._latest = ""

    def rows(self, connection: Connection) -> Iterator[raw.Row]:
        """All rows in their order, each looked at as it passes."""
        for row in raw.in_order(connection, self.table, self.names, self.unreadable):
            self._take(row)
            yield row
        self._end()

    def _take(self, row: raw.Row) -> None:
        said, (previous, marked, hashed) = row[: -len(BOUND)], row[-len(BOUND) :]
        number, before = said[0], self.proof.hash
        if self._first is None:
            self._first, before = (number, previous), previous
        elif number > self.proof.number + 1:
            self._tell_gap(self.proof.number + 1, number - 1)
            before = previous
        whole = link(previous, said, marked) == hashed
        if not whole:
            self._tell(number, Why.CHANGED, touched(self.says, before, row))
        elif previous != before and not self._is_told:
            self._tell(number - 1, Why.REPLACED)
        elif self.heads.get(number, hashed) != hashed:
            self._tell(number, Why.REPLACED)
        self._is_told = not whole
        self.proof.count, self.proof.number, self.proof.hash = self.proof.count + 1, number, hashed
        self._look_at(dict(zip(self.says, said, strict=True)))

    def _look_at(self, told: Mapping[str, Any]) -> None:
        """Note what closed an older part, and whether the clock went back."""
        if told.get("act") == Act.LOG_CLOSED:
            self._closings.update(_closing(told["changes"]))
        at = str(told["at"])
        if at < self._latest and _apart(at, self._latest) > BACKWARDS:
            self.proof.remarks.append(
                f"{self.table.name} {told['number']} says {at}, which is before the one above it:"
                " a clock was set"
            )
        self._latest = max(at, self._latest)

    def _tell_gap(self, first: int, last: int) -> None:
        unreadable = sum(first <= number <= last for number in self.unreadable)
        if unreadable < last - first + 1:
            self._tell(first, Why.MISSING, until=last)

    def _tell(
        self, key: int | None, why: Why, columns: tuple[str, ...] = (), until: int | None = None
    ) -> None:
        self.proof.breaks.append(Break(self.table.name, key, why, columns, until))

    def _end(self) -> None:
        """Look at both ends, and tell what could not be read."""
        if self._first and self._first[0] > 1:
            number, previous = self._first
            if self._closings.get(number - 1) != previous:
                self._tell(number, Why.CUT_AT_START)
        elif self._first and self._first[1] != BEGINNING:
            self._tell(1, Why.CHANGED, ("previous",))
        if max(self.heads, default=0) > self.proof.number:
            self._tell(self.proof.number or None, Why.CUT_AT_END)
        for key in self.unreadable:
            self._tell(key, Why.UNREADABLE)


def prove(connection: Connection, heads: Mapping[int, str]) -> Proof:
    """Go along the audit log; `heads` are hashes that were written down elsewhere, by number."""
    walk = Walk(AuditEntry, heads)
    for _row in walk.rows(connection):
        pass
    return walk.proof


def touched(says: Sequence[str], before: str, row: raw.Row) -> tuple[str, ...]:
    """Which columns of an entry were touched, as far as their marks tell."""
    said, (previous, marked, hashed) = row[: -len(BOUND)], row[-len(BOUND) :]
    if link(before, said, marked) == hashed:
        return ("previous",)
    now = marks(said)
    if link(previous, said, now) == hashed:
        return ("marks",)
    wrong = [
        name
        for place, name in enumerate(says)
        if now[place * MARK : (place + 1) * MARK] != str(marked)[place * MARK : (place + 1) * MARK]
    ]
    return tuple(wrong) or ("hash",)


def _closing(changes: str) -> dict[int, str]:
    try:
        told = json.loads(changes)
        return {told["until"][1]: told["ended_with"][1]}
    except (ValueError, KeyError, TypeError, IndexError):
        return {}


def _apart(earlier: str, later: str) -> timedelta:
    try:
        return datetime.strptime(later, MOMENT) - datetime.strptime(earlier, MOMENT)  # noqa: DTZ007
    except ValueError:
        return timedelta(0)
