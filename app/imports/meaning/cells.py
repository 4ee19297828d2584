"""The cells of a row as they are meant, with the refusals met while asking for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from app.cells import EMPTY_WORDS, MEANT, is_cut, meant
from app.imports.meaning.columns import ColumnMapping
from app.imports.meaning.places.location import Parts, Patterns
from app.imports.meaning.places.parents import Named, Place, Tree, tree_of
from app.imports.meaning.places.shapes import PARTS
from app.imports.meaning.words.decided import UNDECIDED, Decided
from app.imports.meaning.words.values import Order, date_of, meaning
from app.imports.reading.cleaning import clean
from app.imports.reading.sheets import ImportRefused, Row
from app.language import N_

MAX_NAME = 200  # characters; what the columns of the database hold
MAX_DESCRIPTION = 200
MAX_NUMBER = 100  # of an asset tag or a serial number
MAX_FLOOR = 40
MAX_NOTE = 2_000

_ABOVE = ("site", "building", "floor")
KEPT = 20_000  # different texts of a column that are kept as they are meant: most repeat

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one cell keeps its row out: line, column, and a message with its values."""

    line: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str = ""

    def __str__(self) -> str:
        return self.message % self.values


class Columns:
    """What is the same for all rows of a list: its columns, and what was chosen about them.

    `patterns` split the text of the field `location`; `orders` are those of day and month in the
    columns of dates; `decided` is what people decided about the words of lists.
    """

    def __init__(
        self,
        mapping: ColumnMapping,
        defaults: Mapping[str, str] | None = None,
        *,
        empty: Collection[str] = EMPTY_WORDS,
        patterns: Patterns | None = None,
        orders: Mapping[str, Order | None] | None = None,
        decided: Decided = UNDECIDED,
    ) -> None:
        self.mapping = mapping
        self.defaults = defaults or {}
        self.patterns = patterns
        self.orders = orders or {}
        self.decided = decided
        self.tree: Tree | None = None
        self.told = {*mapping.columns, *(name for name, text in self.defaults.items() if text)}
        if patterns and "location" in mapping.columns:
            self.told |= patterns.told
        self._empty = frozenset(word.casefold() for word in empty)
        self._seen: dict[int, dict[str, str]] = {each: {} for each in mapping.columns.values()}
        self._nothing = {
            each: {mapping.header[each].casefold(), *self._empty} for each in self._seen
        }
        self._dates: dict[tuple[str, str], dt.date | None] = {}

    def text(self, row: Row, name: str) -> str:
        """What the row's own cell says for the field; "" if it says nothing."""
        index = self.mapping.columns.get(name)
        if index is None:
            return ""
        raw = row.cells[index] if index < len(row.cells) else ""
        seen = self._seen[index]
        text = seen.get(raw)
        if text is None:
            text = self._meaning(raw, index)
            if len(seen) < KEPT:
                seen[raw] = text
        return text

    def grow(self, rows: Iterable[Row]) -> None:
        """Reads the rows once for the places that others lie in, where a column names them."""
        self.tree = tree_of(
            Named(
                (row.sheet, row.line),
                self.text(row, "room"),
                self.text(row, "parent"),
                self.text(row, "external_id"),
            )
            for row in rows
        )
        if self.tree:
            self.told |= set(_ABOVE)

    def _meaning(self, raw: str, index: int) -> str:
        if raw.isascii() and raw.isprintable() and not raw.lstrip().startswith(MEANT):
            text = " ".join(raw.split())
            return "" if text.casefold() in self._nothing[index] else text
        return meaning(raw, self.mapping.header[index], self._empty)

    def date(self, name: str, text: str) -> dt.date | None:
        """The date that a text of the field says. Raises ImportRefused if it is none."""
        key = name, text
        if key not in self._dates:
            made = date_of(text, self.orders.get(name))
            if len(self._dates) >= KEPT:
                return made
            self._dates[key] = made
        return self._dates[key]


class Cells:
    """The meanings of one row's cells by field, with the refusals met while asking for them."""

    __slots__ = ("_columns", "_is_unlike", "_parts", "_row", "line", "refusals", "sheet")

    def __init__(self, row: Row, columns: Columns, sheet: str = "") -> None:
        self.line = row.line
        self.sheet = sheet or row.sheet
        self.refusals: list[Refusal] = []
        self._row, self._columns = row, columns
        self._parts: Parts | None = None
        self._is_unlike = False

    @property
    def decided(self) -> Decided:
        """What people decided about the words of lists."""
        return self._columns.decided

    def refuse(self, name: str, message: str, /, **values: object) -> None:
        """Notes, once, why the row stays out: at the column of that field."""
        column = self._columns.mapping.column(name)
        refusal = Refusal(self.line, column, message, values, self.sheet)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    def says(self, name: str) -> bool:
        """Whether the row's own cell says something of the field."""
        return bool(self._columns.text(self._row, name))

    def text(self, name: str, limit: int = MAX_NAME) -> str | None:
        """The cell's meaning, else the part of the location, else the constant given for the field.

        None if there is none of them.
        """
        if name not in self._columns.told:
            return None
        text = self._columns.text(self._row, name) or self._located(name)
        text = text or self._columns.defaults.get(name, "")
        if len(text) > limit:
            self.refuse(
                name,
                N_(
                    "This text has %(number)s characters; at most %(limit)s fit."
                    " It begins: “%(text)s…”"
                ),
                number=len(text),
                limit=limit,
                text=text[:30],
            )
            return None
        return text or None

    def _located(self, name: str) -> str:
        """What the row's location, or the places above it, tell of the field; "" for nothing."""
        told = ""
        if name in PARTS and self._columns.patterns:
            if self._parts is None:
                self._parts = self._split(self._columns.patterns)
            told = getattr(self._parts, name)
        if not told and name in _ABOVE and (place := self.place):
            told = getattr(place, name)
        return told

    @property
    def place(self) -> Place | None:
        """What the row is in the tree of places; None where there is no tree, or it is refused."""
        if self._columns.tree is None:
            return None
        try:
            return self._columns.tree.place((self._row.sheet, self._row.line))
        except ImportRefused as refused:
            self._is_unlike = True
            self.refuse("parent", refused.message, **refused.values)
            return None

    def _split(self, patterns: Patterns) -> Parts:
        text = self._columns.text(self._row, "location")
        parts = patterns.split(text) if text else Parts()
        if parts is None:
            self._is_unlike = True
            self.refuse(
                "location",
                N_("“%(text)s” is like none of the examples. Give an example of this kind."),
                text=text[:60],
            )
        return parts or Parts()

    def code(self, name: str, limit: int = MAX_NAME) -> str | None:
        """Like `text`; refused where a spreadsheet has cut a long number to 6.37702E+15."""
        text = self.text(name, limit)
        if text and "E+" in text and is_cut(text) and not self._is_meant(name):
            self.refuse(
                name,
                N_(
                    "A spreadsheet has cut this number to “%(text)s”: its digits are lost. Format"
                    " the column as text where the list comes from, or leave the column out."
                ),
                text=text,
            )
        return text

    def _is_meant(self, name: str) -> bool:
        """Whether the cell itself says that its text is meant as it stands."""
        index = self._columns.mapping.columns.get(name)
        return index is not None and meant(clean(self._row.cell(index))) is not None

    def required(self, name: str, message: str) -> str:
        """The cell's meaning; refused with the message if there is none."""
        before = len(self.refusals)
        text = self.text(name)
        is_said = len(self.refusals) > before or (self._is_unlike and name in PARTS)
        if text is None and not is_said:
            self.refuse(name, message)
        return text or ""

    def parsed(self, name: str, parse: Callable[[str], Made]) -> Made | None:
        """What `parse` makes of the cell's meaning; None if there is none or it is refused."""
        text = self.text(name)
        try:
            return None if text is None else parse(text)
        except ImportRefused as refused:
            self.refuse(name, refused.message, **refused.values)
            return None

    def date(self, name: str) -> dt.date | None:
        """The date that the cell says, read in the order of its column."""
        return self.parsed(name, lambda text: self._columns.date(name, text))
