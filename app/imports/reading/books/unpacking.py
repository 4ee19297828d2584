"""The child that parses a workbook: bytes in on stdin, JSON lines out, bounded in time and memory.

Run as a script by `app.bounded`, apart from the application: one cell at XFD1048576 makes the
parser ask for 550 GB and abort the process it runs in, and nothing in the file's directory tells.
It imports nothing of ours.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import re
import sys
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAX_TEXT = 64 * 1024 * 1024  # characters of all cells of a workbook

PIECE = 1024 * 1024  # bytes of a part that are looked at together

_BOOK, _LINKS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_STYLE = re.compile(rb'\bs="(\d{1,5})"')
_FORMULA = re.compile(rb"<f[ />]")
_RESULT = re.compile(rb'<v>[^<]|<is>|t="(?:str|inlineStr|e)"')
_ODS_TAG = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)\b(?!-)([^>]*)>")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError)

Corner = tuple[int, int]


def main() -> int:
    """Writes a line for a sheet, then one [line, cells] for each filled row of it.

    The line is [name, visible, rows, the first cell with a formula that was never computed]. Of
    sheets that are not wanted (hidden ones, unless asked for) there is no more than that.
    """
    left = Left(int(sys.argv[1]))
    hidden = sys.argv[2] == "hidden"
    content = io.BytesIO(sys.stdin.buffer.read())
    try:
        with CalamineWorkbook.from_filelike(content) as workbook:
            marks = marks_of(content)
            for sheet in workbook.sheets_metadata:
                visible = str(sheet.visible).endswith(".Visible")
                left.sheet = sheet.name
                if hidden or visible:
                    _tell_sheet(workbook, marks(sheet.name), visible, left)
                else:
                    _write([sheet.name, visible, 0, ""])
    except PasswordError:
        _write({"refused": "password"})
    except (TooLargeError, MemoryError):
        _write({"refused": "size", "sheet": left.sheet})
    except (CalamineError, OSError, ValueError):
        _write({"refused": "damaged"})
    return 0


class TooLargeError(Exception):
    """A workbook with more cells or letters than are read."""


class Left:
    """How many cells and letters may still come, of all sheets together."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.letters = MAX_TEXT
        self.sheet = ""

    def take(self, cells: int, letters: int) -> None:
        """Counts them; raises once there were too many."""
        self.cells -= cells
        self.letters -= letters
        if self.cells < 0 or self.letters < 0:
            raise TooLargeError


def _write(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def _tell_sheet(workbook: Any, marks: Marks, visible: bool, left: Left) -> None:
    sheet = workbook.get_sheet_by_name(left.sheet)
    left.take(sheet.total_height * sheet.total_width, 0)
    _write([left.sheet, visible, sheet.total_height, marks.uncomputed])
    aside = [""] * (sheet.start or (0, 0))[1]
    rows = ([*aside, *map(as_text, row)] for row in sheet.iter_rows())
    merged = sheet.merged_cell_ranges or marks.merged
    for line, row in enumerate(filled_down(padded(rows, marks.digits), merged), start=1):
        while row and not row[-1]:
            row.pop()
        if row:
            left.take(0, sum(map(len, row)))
            _write([line, row])


def as_text(cell: object) -> str:
    """A cell as a person reads it: 12 not 12.0, 15 digits at most, dates as ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".15g")
    if isinstance(cell, dt.datetime) and cell.time() == dt.time.min:
        return cell.date().isoformat()
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return _hours(cell) if isinstance(cell, dt.timedelta) else str(cell)


def _hours(span: dt.timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def filled_down(
    rows: Iterable[list[str]], merged: Sequence[tuple[Corner, Corner]]
) -> Iterator[list[str]]:
    """The rows, the text of cells merged downwards repeated in each; titles stay as they are."""
    waiting = deque(sorted(merged))
    open_cells: dict[int, tuple[int, str]] = {}  # by column: the last row, the text
    for line, row in enumerate(rows):
        while waiting and waiting[0][0][0] <= line:
            (top, left), (bottom, _right) = waiting.popleft()
            if top == line and left < len(row) and bottom > top:
                open_cells[left] = bottom, row[left]
        for column in [each for each, (bottom, _text) in open_cells.items() if bottom < line]:
            del open_cells[column]
        for column, (_bottom, text) in open_cells.items():
            row[column] = row[column] or text
        yield row


def padded(
    rows: Iterable[list[str]], digits: Mapping[int, Mapping[int, int]]
) -> Iterator[list[str]]:
    """The rows, whole numbers with as many digits as their cells show: 42 shown as 0042."""
    for line, row in enumerate(rows):
        for column, number in digits.get(line, {}).items():
            if column < len(row) and row[column].isdecimal():
                row[column] = row[column].zfill(number)
        yield row


@dataclass
class Marks:
    """What a sheet says of its cells beside their values: what calamine does not tell.

    Lines and columns count from 0; `digits` says how many digits a cell shows, where it is told.
    """

    uncomputed: str = ""
    digits: dict[int, dict[int, int]] = field(default_factory=dict)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)


class Parts:
    """The parts of a zipped workbook, looked through for marks; of other kinds nothing is known."""

    def __init__(self, content: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(content) if zipfile.is_zipfile(content) else None
        names = set(self._zip.namelist()) if self._zip else set()
        self._sheets = self._paths() if names >= {_BOOK, _LINKS} else {}
        self._digits = self._formats() if _STYLES in names else {}
        self._merged = dict(self._spans()) if "content.xml" in names else {}

    def marks(self, sheet: str) -> Marks:
        """The marks of the sheet of that name."""
        marks = Marks(merged=self._merged.get(sheet, []))
        if sheet in self._sheets:
            for cell in self._cells(self._sheets[sheet]):
                self._mark(marks, cell.partition(b"</c>")[0])
        return marks

    def _mark(self, marks: Marks, cell: bytes) -> None:
        head = cell.partition(b">")[0]
        place = _PLACE.search(head)
        if not place:
            return
        if _FORMULA.search(cell) and not marks.uncomputed and not _RESULT.search(cell):
            marks.uncomputed = (place[1] + place[2]).decode()
        style = _STYLE.search(head)
        digits = self._digits.get(int(style[1])) if style and b't="' not in head else None
        if digits:
            column = 0
            for letter in place[1]:
                column = column * 26 + letter - 64
            marks.digits.setdefault(int(place[2]) - 1, {})[column - 1] = digits

    def _cells(self, path: str) -> Iterator[bytes]:
        """What stands behind each beginning of a cell, where there may be something to mark."""
        for piece in self._pieces(path, b"<c "):
            if self._digits or b"<f" in piece:
                yield from piece.split(b"<c ")

    def _pieces(self, path: str, sign: bytes) -> Iterator[bytes]:
        """The part in pieces, none of which ends amid what begins with that sign."""
        if not self._zip:
            return
        with self._zip.open(path) as part:
            rest = b""
            while read := part.read(PIECE):
                rest = rest[-PIECE:] + read  # nothing that begins so is longer than a piece
                at = rest.rfind(sign)
                if at > 0:
                    yield rest[:at]
                    rest = rest[at:]
            yield rest

    def _paths(self) -> dict[str, str]:
        """By the name of a sheet, where in the zip it is."""
        links = {
            _attribute("Id", tag): _attribute("Target", tag)
            for tag in self._tags(_LINKS, "Relationship")
        }
        paths = {}
        for tag in self._tags(_BOOK, "sheet"):
            target = links.get(_attribute("id", tag), "")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if self._zip and path in self._zip.namelist():
                paths[_attribute("name", tag)] = path
        return paths

    def _formats(self) -> dict[int, int]:
        """By the number of a style, how many digits its cells show: those with a format of 0000."""
        shown = {
            _attribute("numFmtId", tag): len(_attribute("formatCode", tag))
            for tag in self._tags(_STYLES, "numFmt")
            if re.fullmatch("00+", _attribute("formatCode", tag))
        }
        _before, _sign, styles = self._text(_STYLES).partition("<cellXfs")
        styles = styles.partition("</cellXfs>")[0]
        numbers = [_attribute("numFmtId", tag) for tag in re.findall("<xf ([^>]*)>", styles)]
        return {at: shown[number] for at, number in enumerate(numbers) if number in shown}

    def _tags(self, path: str, name: str) -> list[str]:
        return re.findall(rf"<(?:\w+:)?{name} ([^>]*)>", self._text(path))

    def _text(self, path: str) -> str:
        return b"".join(islice(self._pieces(path, b"<"), 8)).decode(errors="replace")

    def _spans(self) -> Iterator[tuple[str, list[tuple[Corner, Corner]]]]:
        """By the name of a sheet of an ODS file, which of its cells are merged downwards."""
        merged: list[tuple[Corner, Corner]] = []
        line = column = 0
        for piece in self._pieces("content.xml", b"<"):
            for kind, tag in _ODS_TAG.findall(piece):
                words = tag.decode(errors="replace")
                if kind == b"table":
                    merged, line = [], 0
                    yield _attribute("name", words), merged
                elif kind == b"table-row":
                    line += int(_attribute("number-rows-repeated", words) or 1)
                    column = 0
                else:
                    down = int(_attribute("number-rows-spanned", words) or 1)
                    if down > 1:
                        merged.append(((line - 1, column), (line + down - 2, column)))
                    column += int(_attribute("number-columns-repeated", words) or 1)


def _attribute(name: str, tag: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def marks_of(content: IO[bytes]) -> Callable[[str], Marks]:
    """Asked by the name of a sheet, its marks; none where the parts can't be looked through."""
    try:
        parts = Parts(content)
    except _UNREADABLE:
        return lambda _sheet: Marks()

    def marks(sheet: str) -> Marks:
        try:
            return parts.marks(sheet)
        except _UNREADABLE:
            return Marks()

    return marks


if __name__ == "__main__":
    sys.exit(main())
