"""Tags as a table, for a print house that sets them itself."""

import csv
import re
from collections.abc import Iterable
from dataclasses import fields
from io import TextIOWrapper
from itertools import chain
from typing import BinaryIO

from tags.face import N_, Face, TagError, grouped
from tags.words import clean

COLUMNS = ("code", "grouped", *(field.name for field in fields(Face) if field.name != "code"))
"""The code, the code in groups as it is printed, the address for the QR code, and every text."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection")."""

_HARMLESS = re.compile(r"[+-]\d(?:[^\W_]|[ .,/-])*")
"""A room below the ground ("-1.01") or a number to call ("+49 20 5555"): nothing in it can be run,
and an apostrophe before it would be printed on the wall."""


def write_listing(faces: Iterable[Face], out: BinaryIO) -> int:
    """Write a CSV with one row a tag to `out`, row by row, and return how many tags there are.

    It is UTF-8 with a byte order mark, by which spreadsheets know it. Texts are as they would be
    printed, without what cannot be seen; one that a spreadsheet could run as a formula has an
    apostrophe before it. Raises TagError, with nothing written, when there is no face.
    """
    waiting = iter(faces)
    first = next(waiting, None)
    if first is None:
        raise TagError(N_("There is nothing to print: no tag was chosen."))
    text = TextIOWrapper(out, encoding="utf-8-sig", newline="")
    try:
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        written = 0
        for face in chain([first], waiting):
            rows.writerow(_row(face))
            written += 1
        return written
    finally:
        text.detach()  # or `out` would be closed with it


def _row(face: Face) -> list[str]:
    texts = (str(getattr(face, name)) for name in COLUMNS[2:])
    return [_safe(text) for text in (face.code, grouped(face.code), *map(clean, texts))]


def _safe(text: str) -> str:
    runs = text.startswith(_FORMULA) and not _HARMLESS.fullmatch(text)
    return f"'{text}" if runs else text
