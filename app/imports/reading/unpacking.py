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
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAX_TEXT = 64 * 1024 * 1024  # characters of all cells of a sheet


def main() -> int:
    """Writes one line per sheet: [name, visible, rows], rows being [line, cells] where filled."""
    max_cells = int(sys.argv[1])
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as workbook:
            for sheet in workbook.sheets_metadata:
                visible = str(sheet.visible).endswith(".Visible")
                _write([sheet.name, visible, _filled(workbook, sheet.name, max_cells)])
    except PasswordError:
        _write({"refused": "password"})
    except (_TooLargeError, MemoryError):
        _write({"refused": "size"})
    except (CalamineError, OSError, ValueError):
        _write({"refused": "damaged"})
    return 0


class _TooLargeError(Exception):
    """A sheet with more cells than are read."""


def _write(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def _filled(workbook: Any, name: str, max_cells: int) -> list[tuple[int, list[str]]]:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > max_cells:
        raise _TooLargeError
    rows = [[as_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    fill_down(rows, sheet.merged_cell_ranges or [])
    if sum(len(cell) for row in rows for cell in row) > MAX_TEXT:
        raise _TooLargeError
    return [(line, row) for line, row in enumerate(rows, start=1) if any(row)]


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
    return str(cell)


Corner = tuple[int, int]


def fill_down(rows: list[list[str]], merged: Sequence[tuple[Corner, Corner]]) -> None:
    """Repeats the text of cells merged downwards in each row; titles stay as they are."""
    for (top, left), (bottom, _right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = row[left] or rows[top][left]


if __name__ == "__main__":
    sys.exit(main())
