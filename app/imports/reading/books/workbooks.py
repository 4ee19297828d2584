"""Workbooks (XLSX, XLSM, XLSB, ODS, XLS): guarded, then unpacked by a bounded child process."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app import bounded
from app.imports.reading.sheets import MAX_CELLS, ImportRefused, Row
from app.imports.runs.progress import EVERY, Part, Tell, silent
from app.language import N_

MAX_ENTRIES = 2_000
MAX_UNPACKED = 400 * 1024 * 1024  # bytes; 200,000 rows of 12 columns have 100
MAX_RATIO = 200  # unpacked to packed; a real workbook has 5 to 40
RATIO_MATTERS = 8 * 1024 * 1024  # bytes unpacked, below which any ratio will do
MEMORY = 600 * 1024 * 1024  # bytes of address space
SECONDS = 30  # of processor time

_INSIDE = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsx", "content.xml": "ods"}
_UNPACKER = Path(__file__).with_name("unpacking.py")
# The directory entry "EncryptedPackage" ([MS-OFFCRYPTO] 1.3.2), or the record FilePass after that
# of the beginning, with WriteProtect between them or not ([MS-XLS] 2.1.7.20.3).
_LOCKED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
_REFUSED = {
    "password": N_("This workbook is protected by a password. Save it without one and try again."),
    "size": N_(
        "The sheet “%(sheet)s” has too many cells. Copy the filled ones into a new workbook"
        " and try again."
    ),
    "damaged": N_(
        "This workbook is damaged, or protected by a password: it can't be opened. Save it again"
        " and try again."
    ),
}
_BURST = N_(
    "This workbook needs too much time or memory to be opened."
    " Copy the filled cells into a new one and try again."
)

Leaf = tuple[str, bool, Iterator[Row]]
"""One sheet of a workbook: its name, whether it is visible, its filled rows as they come."""


def refuse_locked(content: bytes) -> None:
    """Refuses a compound file that is encrypted: a locked XLSX, or an XLS that says so first."""
    if _LOCKED.search(content):
        raise ImportRefused(_REFUSED["password"])


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


def read_workbook(content: bytes, *, hidden: bool = False, tell: Tell = silent) -> Iterator[Leaf]:
    """Each sheet in order, with texts for cells; refused in a sentence if it can't be unpacked.

    The rows of a sheet are to be taken before the next sheet; those of hidden ones don't come
    unless asked for.
    """
    lines = _Lines(_unpacked(content, hidden, tell), tell)
    while lines.sheet:
        name, visible, cell = lines.sheet
        lines.sheet = None
        rows = lines.rows()
        yield name, visible, _computed(rows, name, cell)
        deque(rows, maxlen=0)


def _computed(rows: Iterator[Row], sheet: str, uncomputed: str) -> Iterator[Row]:
    """The rows; refused where a cell bears a formula without a result, and would seem empty."""
    if uncomputed:
        raise ImportRefused(
            N_(
                "Cell %(cell)s of the sheet “%(sheet)s” holds a formula that was never computed."
                " Open the workbook in a spreadsheet program, save it and try again."
            ),
            cell=uncomputed,
            sheet=sheet,
        )
    yield from rows


class _Lines:
    """What the child writes, taken apart into the rows of one sheet after the other."""

    def __init__(self, made: Iterator[list[Any]], tell: Tell) -> None:
        self.sheet: tuple[str, bool, str] | None = None
        self._made = made
        self._tell = tell
        self._done = self._total = 0
        deque(self.rows(), maxlen=0)

    def rows(self) -> Iterator[Row]:
        """The rows up to the next sheet, which is noted."""
        for first, *others in self._made:
            if isinstance(first, str):
                visible, height, cell = others
                self.sheet = first, visible, cell
                self._total += height
                return
            self._done += 1
            if self._done % EVERY == 0:
                self._tell(Part.READING, self._done, self._total)
            yield Row(first, tuple(others[0]))


def _unpacked(content: bytes, hidden: bool, tell: Tell) -> Iterator[list[Any]]:
    try:
        for line in bounded.lines(
            _UNPACKER,
            *(str(MAX_CELLS), "hidden" if hidden else "visible"),
            content=content,
            memory=MEMORY,
            seconds=SECONDS,
            meanwhile=lambda: tell(Part.READING, 0, 1),
        ):
            made = json.loads(line)
            if isinstance(made, dict):
                raise ImportRefused(_REFUSED[made.pop("refused")], **made)
            yield made
    except bounded.OutOfBoundsError:
        raise ImportRefused(_BURST) from None
    except bounded.BrokenError:
        raise ImportRefused(_REFUSED["damaged"]) from None
