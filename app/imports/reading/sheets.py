"""What a file holds once it is read: sheets of rows that know their line, and refusals.

Nothing here knows rooms or equipment: `columns` says what a column means, `records` what a row is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.language import N_

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_LINES = 1_048_576  # as many as a spreadsheet has; most of them may be empty
MAX_COLUMNS = 1_000
MAX_CELLS = 6_000_000


class ImportRefused(ValueError):
    """A file that can't be imported; `message % values` is a sentence that a person can act on.

    `where` is what a person can mend it by: the file itself, or a choice such as `header_line`.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values
        self.where = "file"

    def at(self, where: str) -> ImportRefused:
        """The same refusal, to be said beside that choice or field."""
        self.where = where
        return self

    def __str__(self) -> str:
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the file has it: raw texts, and the line (from 1) where it begins.

    In a JSON list the line is the number of the object. `sheet` names the sheet where a list is
    made of several, else it is empty.
    """

    line: int
    cells: tuple[str, ...]
    sheet: str = ""

    def cell(self, index: int) -> str:
        """The raw text in a column; "" where the row ends before it."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Neighbouring lines left out for one reason: the first line, a message id, how many lines.

    `sheet` names the sheet where a list is made of several, else it is empty. `firsts` are the
    first of them as they are written.
    """

    line: int
    reason: str
    lines: int = 1
    sheet: str = ""
    firsts: tuple[Row, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Detected:
    """How the bytes were read; None where the kind of file leaves nothing to detect."""

    encoding: str | None = None
    separator: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: distinct column names, the rows below them, and what was left out and why.

    Rows of a workbook that hold nothing at all are not counted: it has no end. `skipped` names the
    sheets that a list made of several left out, each with the reason as a message id.
    """

    name: str
    header: tuple[str, ...]
    rows: Sequence[Row]
    header_line: int
    detected: Detected = field(default_factory=Detected)
    dropped: tuple[Dropped, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    def dropped_lines(self) -> Mapping[str, int]:
        """How many lines were left out, by reason."""
        counts: dict[str, int] = {}
        for each in self.dropped:
            counts[each.reason] = counts.get(each.reason, 0) + each.lines
        return counts


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name, its kind (csv, json, xlsx, xls, ods, cobie), its sheets.

    `skipped` names the sheets that were left out, each with the reason as a message id.
    """

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    skipped: tuple[tuple[str, str], ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, in any letter case; refused if there is none."""
        for each in self.sheets:
            if each.name.casefold() == name.casefold():
                return each
        names = ", ".join(each.name for each in self.sheets)
        raise ImportRefused(
            N_("There is no sheet “%(sheet)s” in this file. It has: %(names)s."),
            sheet=name,
            names=names,
        ).at("sheet")


TOO_MANY_ROWS = N_(
    "This list has %(number)s rows; one import takes at most %(limit)s."
    " Split it, for example by building."
)
