"""The child that parses a workbook: bytes in on stdin, JSON lines out, bounded in time and memory.

Run as a script by `app.bounded`, apart from the application: one cell at XFD1048576 makes the
parser ask for 550 GB and abort the process it runs in, and nothing in the file's directory tells.
It imports nothing of ours.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAX_TEXT = 64 * 1024 * 1024  # characters of all cells of a workbook

Corner = tuple[int, int]


def main() -> int:
    """Writes a line [name, visible, rows] for a sheet, then one [line, cells] for each filled row.

    Of sheets that are not wanted (hidden ones, unless asked for) it says no more than the first.
    """
    left = Left(int(sys.argv[1]))
    hidden = sys.argv[2] == "hidden"
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as workbook:
            for sheet in workbook.sheets_metadata:
                visible = str(sheet.visible).endswith(".Visible")
                left.sheet = sheet.name
                _tell_sheet(workbook, sheet.name, visible, hidden or visible, left)
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


def _tell_sheet(workbook: Any, name: str, visible: bool, wanted: bool, left: Left) -> None:
    if not wanted:
        _write([name, visible, 0])
        return
    sheet = workbook.get_sheet_by_name(name)
    left.take(sheet.total_height * sheet.total_width, 0)
    _write([name, visible, sheet.total_height])
    aside = [""] * (sheet.start or (0, 0))[1]
    rows = ([*aside, *map(as_text, row)] for row in sheet.iter_rows())
    for line, row in enumerate(filled_down(rows, sheet.merged_cell_ranges or []), start=1):
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


if __name__ == "__main__":
    sys.exit(main())
