"""What was found in a file, and how it may be read another way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.formats import number
from app.imports.looking.forms import (
    ENCODINGS,
    KIND_WORDS,
    KINDS,
    SEPARATORS,
    TAB,
    USUAL_EMPTY,
)
from app.imports.runs.found.findings import Findings, LeftOut

FILE_WORDS: Mapping[str, Any] = {
    "csv": _l("Text with separated columns"),
    "json": _l("JSON"),
    "xlsx": _l("Workbook"),
    "xls": _l("Workbook"),
    "ods": _l("Workbook"),
    "cobie": _l("COBie workbook"),
}

MOST_COLUMNS = 12
LONGEST = 80  # characters of a cell

Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Found:
    """The facts as pairs, what was left out and why, and the first rows as they are written.

    What was left out stands with the first of its lines, as they are written.
    """

    facts: Sequence[tuple[str, str]]
    left_out: Sequence[tuple[str, Sequence[str]]]
    header: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    more_columns: int


@dataclass(frozen=True)
class Reading:
    """The choices of another way to read it; without options where the file leaves no choice."""

    kinds: Options
    sheets: Options
    can_show_hidden: bool
    is_text: bool
    encodings: Options
    separators: Options
    is_cobie: bool
    empty: str


def found_in(findings: Findings) -> Found:
    """What could be detected, as far as it could be read."""
    return Found(
        facts=tuple(_facts(findings)),
        left_out=tuple(_left_out(findings)),
        header=findings.header[:MOST_COLUMNS],
        rows=tuple(
            (f"{row.sheet} {row.line}".strip(), _first(row.cells, len(findings.header)))
            for row in findings.first
        ),
        more_columns=max(0, len(findings.header) - MOST_COLUMNS),
    )


def reading_of(findings: Findings, typed: Mapping[str, str]) -> Reading:
    """What may be chosen about the reading of this file."""
    return Reading(
        kinds=KINDS,
        sheets=tuple(_sheets(findings)),
        can_show_hidden=bool(findings.skipped) or "hidden" in typed,
        is_text=findings.kind in {"", "csv", "json"},
        encodings=(("", _("Find out")), *((name, name) for name in ENCODINGS)),
        separators=(("", _("Find out")), *_separators()),
        is_cobie=findings.kind == "cobie" and not findings.sheet,
        empty=typed.get("empty", USUAL_EMPTY),
    )


def _separators() -> Iterator[tuple[str, Any]]:
    for sign, words in SEPARATORS.items():
        yield (TAB if sign == "\t" else sign), words


def _sheets(findings: Findings) -> Iterator[tuple[str, Any]]:
    """What there is to choose from; nothing where there is one sheet."""
    if len(findings.sheets) < 2:
        return
    yield "", _("all that COBie needs") if findings.kind == "cobie" else _("the likeliest")
    if findings.can_join:
        yield "*", _("all as one list, with the sheet's name as a column")
    yield from ((name, name) for name in findings.sheets)


def _facts(findings: Findings) -> Iterator[tuple[str, str]]:
    if findings.kind:
        yield _("Kind of file"), str(FILE_WORDS.get(findings.kind, findings.kind))
    if findings.listed and findings.listed != findings.kind:
        yield _("Taken as a list of"), str(KIND_WORDS.get(findings.listed, findings.listed))
    if findings.rows:
        yield _("Rows"), number(findings.rows)
    if findings.sheet and not findings.encoding:
        yield _("Sheet"), _("all as one list") if findings.sheet == "*" else findings.sheet
    yield from _of_text(findings)


def _of_text(findings: Findings) -> Iterator[tuple[str, str]]:
    if findings.header_line:
        yield _("Column names on line"), str(findings.header_line)
    if findings.separator:
        sign = findings.separator
        yield _("Separated by"), str(SEPARATORS.get(sign, sign))
    if findings.encoding:
        yield _("Encoding"), findings.encoding


def _left_out(findings: Findings) -> Iterator[tuple[str, Sequence[str]]]:
    for name, reason in findings.skipped:
        yield _("Sheet “%(name)s”: %(reason)s", name=name, reason=_(reason)), ()
    for each in findings.left_out:
        words = _("%(lines)s: %(reason)s", lines=_lines(each), reason=_(each.reason))
        yield words, [_written(row.cells, findings.separator) for row in each.raw]


def _written(cells: Sequence[str], separator: str) -> str:
    """A line as it is written, without the separators at its end, and no longer than is shown."""
    sign = separator or " "
    text = sign.join(cells).rstrip(f"{sign} ")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _lines(left: LeftOut) -> str:
    said = ", ".join(number(line) for line in left.firsts)
    if left.lines > len(left.firsts):
        return _("%(count)s lines (%(first)s …)", count=number(left.lines), first=said)
    return ngettext("Line %(lines)s", "Lines %(lines)s", left.lines, lines=said)


def _first(cells: Sequence[str], columns: int) -> Sequence[str]:
    wanted = min(columns, MOST_COLUMNS)
    return [cells[index][:LONGEST] if index < len(cells) else "" for index in range(wanted)]
