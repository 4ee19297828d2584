"""The first rows of a file as they are understood, with other choices than those that were kept.

Only what was kept of the file is looked at, twenty rows: nothing is read again, nothing stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask_babel import format_date, ngettext

from app.cells import EMPTY_WORDS
from app.imports.deciding.queries import decided
from app.imports.looking.forms import NO_COLUMN, choices_of
from app.imports.looking.trial import sentence
from app.imports.meaning.columns import ColumnMapping, Match, guess
from app.imports.meaning.places.location import Example, learned
from app.imports.meaning.records import EquipmentRow, Record, Refusal, records
from app.imports.preparing import Choices, Order, signature_of
from app.imports.reading.sheets import ImportRefused, Row, Sheet
from app.imports.reading.vocabulary import FIELDS
from app.imports.runs.found.findings import Findings
from app.imports.words import field_word

Parts = tuple[str, ...]

LONGEST = 80  # characters of a cell


@dataclass(frozen=True)
class SampleRow:
    """One row: its line, a text for each head, or the sentences that say why it is refused."""

    line: str
    cells: Parts
    refused: Parts


@dataclass(frozen=True)
class Sample:
    """The first rows as they are understood; `problem` says why none is."""

    heads: Parts
    rows: tuple[SampleRow, ...]
    told: str
    problem: str


def sample_of(findings: Findings, typed: Mapping[str, str]) -> Sample | None:
    """The first rows, read as the choices say; None where the file shows no columns."""
    if not findings.header or not findings.first:
        return None
    try:
        choices = choices_of(typed)
        found = _understood(findings, choices)
    except ImportRefused as refused:
        return Sample((), (), "", sentence(refused))
    return _sample(found, _kind(findings, choices))


def _kind(findings: Findings, choices: Choices) -> str:
    return choices.kind or findings.listed


def _understood(findings: Findings, choices: Choices) -> list[Record]:
    rows = tuple(Row(each.line, each.cells, each.sheet) for each in findings.first)
    sheet = Sheet(findings.sheet, findings.header, rows, findings.header_line)
    mapping = _mapping(findings, sheet, choices)
    constants = {n: text for n, text in choices.constants.items() if n in FIELDS[mapping.kind]}
    return list(
        records(
            sheet,
            mapping,
            constants,
            empty=EMPTY_WORDS if choices.empty is None else choices.empty,
            patterns=learned(Example(*each) for each in _examples(findings, choices)),
            decided=decided(),
            orders=_orders(findings, mapping, choices),
        )
    )


def _examples(findings: Findings, choices: Choices) -> Iterator[tuple[str, str, str, str]]:
    """The examples that were typed, else those that are suggested."""
    if choices.examples:
        yield from choices.examples
    else:
        yield from ((s.text, s.building, s.floor, s.room) for s in findings.suggested)


def _mapping(findings: Findings, sheet: Sheet, choices: Choices) -> ColumnMapping:
    """The columns that were guessed from the whole file, and those chosen since by their number."""
    guessed = guess(sheet, choices.kind)
    if guessed.kind == findings.listed:
        columns = {f.name: f.guessed for f in findings.fields if f.guessed is not None}
        guessed = replace(guessed, columns=columns, how={}, given=findings.given)
    if choices.seen not in {"", findings.signature, signature_of(guessed)}:
        return guessed
    columns = dict(guessed.columns)
    for name, chosen in choices.columns.items():
        if chosen == NO_COLUMN:
            columns.pop(name, None)
        elif chosen and chosen.isdecimal() and int(chosen) < len(findings.header):
            columns[name] = int(chosen)
    columns = {name: index for name, index in columns.items() if name in FIELDS[guessed.kind]}
    how = {name: Match("hand", 100) for name in columns}
    given = {name: text for name, text in guessed.given.items() if name not in columns}
    return replace(guessed, columns=columns, how=how, given=given)


def _orders(findings: Findings, mapping: ColumnMapping, choices: Choices) -> dict[str, Order]:
    """The order of day and month: as it was said, else as the whole column tells it."""
    told = {
        found.name: findings.orders[found.name]
        for found in findings.fields
        if found.name in findings.orders and mapping.columns.get(found.name) == found.column
    }
    return told | dict(choices.orders)


def _sample(found: Sequence[Record], kind: str) -> Sample:
    names = [name for name in FIELDS[kind] if any(_text(each, name) for each in found)]
    rows = tuple(_rows(found, names))
    refused = sum(bool(row.refused) for row in rows)
    told = ngettext("The first line", "The first %(num)d lines", len(rows))
    if refused:
        words = ngettext("%(num)d is refused", "%(num)d are refused", refused)
        told = f"{told}: {words}"
    return Sample(tuple(field_word(name) for name in names), rows, told, "")


def _rows(found: Sequence[Record], names: Sequence[str]) -> Iterator[SampleRow]:
    for (sheet, line), group in groupby(found, key=lambda each: (each.sheet, each.line)):
        several = list(group)
        why = tuple(sentence(each) for each in several if isinstance(each, Refusal))
        cells = () if why else tuple(_short(_text(several[0], name)) for name in names)
        yield SampleRow(f"{sheet} {line}".strip(), cells, why)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _text(record: Record, name: str) -> str:
    if name == "equipment_type" and isinstance(record, EquipmentRow):
        return record.type_text or record.equipment_type or ""
    value = getattr(record, name, None)
    return format_date(value) if isinstance(value, dt.date) else str(value or "")
