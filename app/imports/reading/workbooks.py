"""Workbooks (XLSX, XLSM, XLSB, ODS, XLS): guarded, then unpacked by a bounded child process."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from app import bounded
from app.imports.reading.sheets import MAX_CELLS, ImportRefused, Row, within_limits
from app.language import N_

MAX_ENTRIES = 2_000
MAX_UNPACKED = 128 * 1024 * 1024  # bytes
MAX_RATIO = 200  # unpacked to packed; a real workbook has 5 to 40
RATIO_MATTERS = 8 * 1024 * 1024  # bytes unpacked, below which any ratio will do
MEMORY = 600 * 1024 * 1024  # bytes of address space
SECONDS = 30  # of processor time

_INSIDE = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsx", "content.xml": "ods"}
_UNPACKER = Path(__file__).with_name("unpacking.py")
_REFUSED = {
    "password": N_("This workbook is protected by a password. Save it without one and try again."),
    "size": N_("A sheet of this workbook has too many cells. Save the filled ones alone."),
    "damaged": N_("This workbook is damaged: it can't be opened. Save it again and try again."),
}
_BURST = N_(
    "This workbook needs too much time or memory to be opened."
    " Copy the filled cells into a new one and try again."
)

Leaf = tuple[str, bool, list[Row]]
"""One sheet of a workbook: its name, whether it is visible, its filled rows."""


def kind_of_zip(content: bytes) -> str:
    """xlsx or ods, by the directory of the zip alone: nothing is unpacked. Refused if neither.

    The directory may lie about sizes; then the child's own limits hold.
    """
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise ImportRefused(_REFUSED["damaged"]) from None
    _check_directory(entries, len(content))
    for entry in entries:
        if entry.filename in _INSIDE:
            return _INSIDE[entry.filename]
    raise ImportRefused(
        N_("This is a zip file, but no workbook. Unpack it and import the list inside.")
    )


def _check_directory(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused(_REFUSED["password"])
    unpacked = sum(entry.file_size for entry in entries)
    burst = unpacked > RATIO_MATTERS and unpacked > MAX_RATIO * packed
    if burst or unpacked > MAX_UNPACKED or len(entries) > MAX_ENTRIES:
        raise ImportRefused(
            N_(
                "This file would unpack to %(size)s MB in %(number)s parts: more than a list of"
                " rooms needs. Copy the filled cells into a new workbook and try again."
            ),
            size=unpacked // 1_000_000,
            number=len(entries),
        )


def read_workbook(content: bytes) -> list[Leaf]:
    """Each sheet in order, with texts for cells; refused in a sentence if it can't be unpacked."""
    return [_leaf(line) for line in _unpacked(content)]


def _unpacked(content: bytes) -> Iterator[list[object]]:
    try:
        told = bounded.run(
            _UNPACKER, str(MAX_CELLS), content=content, memory=MEMORY, seconds=SECONDS
        )
    except bounded.OutOfBoundsError:
        raise ImportRefused(_BURST) from None
    except bounded.BrokenError:
        raise ImportRefused(_REFUSED["damaged"]) from None
    for line in told.splitlines():
        made = json.loads(line)
        if isinstance(made, dict):
            raise ImportRefused(_REFUSED[made["refused"]])
        yield made


def _leaf(made: list[object]) -> Leaf:
    name, visible, filled = made
    assert isinstance(filled, list)  # noqa: S101 - what the child writes, said to the type checker
    rows = (Row(line, tuple(cells)) for line, cells in filled)
    return str(name), bool(visible), within_limits(rows)
