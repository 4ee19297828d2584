"""Text with separated columns (CSV): which encoding, which separator, and its rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from app.imports.reading.cleaning import plain
from app.imports.reading.rows import Rows, check_lines, within_limits
from app.imports.reading.sheets import Detected, ImportRefused, Row
from app.imports.reading.texts.encodings import LONGEST, Text, text_of
from app.imports.reading.vocabulary import KNOWN
from app.imports.runs.progress import Part, Tell, silent, told
from app.language import N_

SEPARATORS = (",", ";", "\t", "|")
SAMPLE = 60  # records by which the separator is judged
SAMPLED = 200_000  # characters they are cut from
NAMED = 20  # records among which the column names are looked for
FEWEST_KNOWN = 2  # known names in one record: a single one may be chance
LONGEST_KNOWN = max(map(len, KNOWN)) + 10  # characters of a cell that may be a known name

_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SENTINEL = "end of the list \u241c"


def read_delimited(
    content: bytes,
    encoding: str | None = None,
    separator: str | None = None,
    *,
    tell: Tell = silent,
) -> tuple[Rows, Detected]:
    """The rows of a text file and how it was read; refused if it is no text or has no end.

    `encoding` and `separator` are detected unless given by hand.
    """
    text = text_of(content, encoding)
    check_lines(text.lines - 1)  # after the last line end there may be nothing
    with text.stream() as stream:
        beginning = stream.read(SAMPLED)
    hint = _HINT.match(beginning)
    if hint:
        separator = separator or hint[1]
    separator = separator or separator_of(beginning)
    if len(separator) != 1 or separator in '\r\n"':
        raise ImportRefused(N_("A separator is one sign, such as , or ;")).at("separator")
    records = told(_records(text, separator), Part.READING, text.lines, tell)
    rows = within_limits(islice(records, 1 if hint else 0, None))
    return rows, Detected(text.encoding, separator)


def separator_of(text: str) -> str:
    """The sign that cuts out most column names that are known; of equals, the most regular one.

    Regular is what cuts most records into the same, largest number of columns; else a comma.
    """
    scores = {separator: _score(_sample(text, separator)) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: scores[separator])


def _sample(text: str, separator: str) -> list[list[str]]:
    """The first records, as that separator cuts them; none where it can't be the one."""
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
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


def _records(text: Text, separator: str) -> Iterator[Row]:
    """The rows, with the line each begins on; refused if a quote is opened and never closed."""
    reader = csv.reader(_lines(text), delimiter=separator)
    begins = 1
    try:
        for record in reader:
            if record == [_SENTINEL]:
                return
            if any(cell.endswith(_SENTINEL) for cell in record[-1:]):
                break
            yield Row(begins, tuple(record))
            begins = reader.line_num + 1
    except csv.Error:
        raise ImportRefused(
            N_("The cell that begins on line %(line)s is too long to be read."), line=begins
        ) from None
    raise ImportRefused(N_('A quote (") is opened on line %(line)s and never closed.'), line=begins)


def _lines(text: Text) -> Iterator[str]:
    """The lines, and one more that is swallowed by a quote that is never closed."""
    with text.stream() as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST + 1), ""), start=1):
            if len(line) > LONGEST:
                raise ImportRefused(
                    N_(
                        "Line %(line)s is longer than %(limit)s characters: a quote may be open, or"
                        " the line ends are lost. Export the list again."
                    ),
                    line=number,
                    limit=f"{LONGEST:,}",
                )
            yield line
    yield _SENTINEL
