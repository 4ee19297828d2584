"""Text with separated columns (CSV): which encoding, which separator, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from app.imports.reading.cleaning import plain
from app.imports.reading.sheets import (
    MAX_CELLS,
    MAX_LINES,
    Detected,
    ImportRefused,
    Row,
    within_limits,
)
from app.imports.reading.vocabulary import KNOWN
from app.language import N_

NUL = N_("This file holds NUL bytes: it is damaged, or no list of text.")
SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 60  # records by which the separator is judged
NAMED = 20  # records among which the column names are looked for
FEWEST_KNOWN = 2  # known names in one record: a single one may be chance
LONGEST_KNOWN = max(map(len, KNOWN)) + 10  # characters of a cell that may be a known name
MAX_LINE = 1_000_000  # characters
CONTROL_SHARE = 0.01  # more control characters than this: no text
FOREIGN_SHARE = 0.3  # more bytes beyond ASCII than this, and not UTF-8: no western encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_WESTERN = frozenset("äöüßéèêëàâáåçñíìîïóòôõúùûøæœÄÖÜÉÈÊÀÂÁÅÇÑÍÓÔÚØÆŒ’‘“”„–—…•«»€°²³½µ©®\u00a0")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SENTINEL = "end of the list \u241c"


def read_delimited(
    content: bytes, encoding: str | None = None, separator: str | None = None
) -> tuple[list[Row], Detected]:
    """The rows of a text file and how it was read; refused if it is no text or has no end.

    `encoding` and `separator` are detected unless given by hand.
    """
    text, encoding = decoded(content, encoding)
    hint = _HINT.match(text)
    if hint:
        separator = separator or hint[1]
    separator = separator or separator_of(text)
    if len(separator) != 1:
        raise ImportRefused(N_("A separator is one sign, such as , or ;")).at("separator")
    _check_size(text, separator)
    rows = within_limits(_records(text, separator))
    return rows[1:] if hint else rows, Detected(encoding, separator)


def decoded(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and the encoding it is in: UTF-8 (or UTF-16 with its mark), cp1252, Mac Roman."""
    chosen = encoding or _marked(content)
    if b"\0" in content and not _with_nul(chosen):
        raise ImportRefused(NUL)
    chosen = chosen or encoding_of(content)
    try:
        text = content.decode(chosen)
    except LookupError:
        refused = ImportRefused(N_("“%(name)s” is no encoding known here."), name=chosen)
        raise refused.at("encoding") from None
    except UnicodeError:
        raise ImportRefused(
            N_("This file is not in the encoding %(name)s. Save it as UTF-8 and try again."),
            name=chosen,
        ).at("encoding") from None
    if "\0" in text:
        raise ImportRefused(NUL)
    if len(_CONTROL.findall(text)) > CONTROL_SHARE * len(text):
        raise ImportRefused(N_("This file is no spreadsheet and no list of text."))
    return text, chosen


def _with_nul(encoding: str | None) -> bool:
    """Whether bytes of zero are ordinary in that encoding."""
    return (encoding or "").lower().replace("_", "-").startswith(("utf-16", "utf-32"))


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in _MARKS if content.startswith(mark)), None)


def encoding_of(content: bytes) -> str:
    """The name of the encoding, by its mark, by being valid UTF-8, or by its likely letters."""
    if marked := _marked(content):
        return marked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _western(content)
    return "utf-8"


def _western(content: bytes) -> str:
    high = Counter(byte for byte in content if byte > 0x7F)
    if high.total() > FOREIGN_SHARE * len(content):
        raise ImportRefused(
            N_(
                "The encoding of this file can't be told. Save it as UTF-8 (in Excel:"
                " “CSV UTF-8”), or name the encoding."
            )
        ).at("encoding")
    if _NOT_IN_CP1252 & high.keys():
        return "mac_roman"
    mac = _likely(high, "mac_roman") + (b"\r" in content and b"\n" not in content)
    return "mac_roman" if mac > _likely(high, "cp1252") else "cp1252"


def _likely(high: Counter[int], encoding: str) -> int:
    """How many of the bytes beyond ASCII are letters and signs that western lists do use."""
    return sum(count for byte, count in high.items() if bytes([byte]).decode(encoding) in _WESTERN)


def separator_of(text: str) -> str:
    """The sign that cuts out most column names that are known; of equals, the most regular one.

    Regular is what cuts most records into the same, largest number of columns; else a comma.
    """
    scores = {separator: _score(_sample(text, separator)) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _sample(text: str, separator: str) -> list[list[str]]:
    """The first records, as that separator cuts them; none where it can't be the one."""
    records = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator)
    try:
        return list(islice((record for record in records if record), SAMPLE))
    except csv.Error:
        return []


def _score(sample: list[list[str]]) -> tuple[int, float]:
    known = max((_known(record) for record in sample[:NAMED]), default=0)
    return known if known >= FEWEST_KNOWN else 0, _regularity(sample)


def _known(record: list[str]) -> int:
    return len({plain(cell) for cell in record if len(cell) <= LONGEST_KNOWN} & KNOWN)


def _regularity(sample: list[list[str]]) -> float:
    widths = Counter(map(len, sample))
    if not widths:
        return 0.0
    return max((width - 1) * count for width, count in widths.items()) / widths.total()


def _check_size(text: str, separator: str) -> None:
    lines = max(text.count("\n"), text.count("\r"))
    cells = text.count(separator) + lines
    if lines > MAX_LINES or cells > MAX_CELLS:
        raise ImportRefused(
            N_("This file has %(cells)s cells; at most %(limit)s are read. Split it."),
            cells=f"{cells:,}",
            limit=f"{MAX_CELLS:,}",
        )


def _records(text: str, separator: str) -> Iterator[Row]:
    """The rows, with the line each begins on; refused if a quote is opened and never closed."""
    ending = "" if text.endswith(("\n", "\r")) else "\n"
    reader = csv.reader(_lines(text + ending + _SENTINEL), delimiter=separator)
    begins = 1
    try:
        for record in reader:
            if record == [_SENTINEL]:
                return
            if any(cell.endswith(_SENTINEL) for cell in record):
                break
            yield Row(begins, tuple(record))
            begins = reader.line_num + 1
    except csv.Error:
        raise ImportRefused(
            N_("The cell that begins on line %(line)s is too long to be read."), line=begins
        ) from None
    raise ImportRefused(N_('A quote (") is opened on line %(line)s and never closed.'), line=begins)


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MAX_LINE:
            raise ImportRefused(
                N_("Line %(line)s is longer than %(limit)s characters."),
                line=number,
                limit=f"{MAX_LINE:,}",
            )
        yield line
