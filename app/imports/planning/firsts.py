"""Which line of a list bears a key first: a second one with other values is refused."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from app.imports.meaning.records import EquipmentRow, RoomRow
from app.imports.planning.conflicts import Conflict
from app.imports.planning.plans import Line, Outcome, Sentence
from app.language import N_

SAME_AGAIN = N_("The same as line %(line)s.")
KEY_TWICE = N_(
    "The asset tag or id “%(key)s” stands on line %(line)s already, with other values."
    " Keep one of them."
)

Row = RoomRow | EquipmentRow
Keys = Sequence[tuple[Hashable, str]]
"""Keys of a row: each within what it tells rows apart, and the key itself."""


class Firsts:
    """The first row of each key, whatever becomes of it: so each import refuses the same rows."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, dict[str, Row]] = {}

    def note(self, row: Row, keys: Keys) -> None:
        """Keeps the row for those of its keys that no row had before."""
        for within, key in keys:
            self._rows.setdefault(within, {}).setdefault(key, row)

    def check(self, row: Row, keys: Keys) -> None:
        """Raises Conflict if an earlier row has one of the keys and other values."""
        for within, key in keys:
            _insist_same(row, self._rows[within].get(key, row))

    def again(self, row: Row, first: Row, name: str) -> Line:
        """The line of a row that means what an earlier one means; refused if they differ."""
        _insist_same(row, first)
        place = row.building if isinstance(row, RoomRow) else row.room
        says = (Sentence(SAME_AGAIN, {"line": first.line}),)
        return Line(row.line, Outcome.SAME, name, place, says=says)


def _insist_same(row: Row, first: Row) -> None:
    if not is_same(row, first):
        raise Conflict(KEY_TWICE, key=told(row), line=first.line)


def told(row: Row) -> str:
    """The key as a person knows it."""
    tag = row.asset_tag if isinstance(row, EquipmentRow) else None
    return tag or row.external_id or ""


def is_same(row: Row, first: Row) -> bool:
    """Whether both say the same, letter for letter."""
    return row is first or replace(row, line=first.line, sheet=first.sheet) == first
