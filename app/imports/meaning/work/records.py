"""Rows of a sheet become planned or past work, or refusals that name line, column and reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.imports.meaning.cells import MAX_NUMBER, Cells, Columns, Refusal
from app.imports.meaning.columns import ColumnMapping
from app.imports.meaning.words.equipment import equipment_type_of
from app.imports.meaning.words.values import date_of, meaning
from app.imports.meaning.work.readings import reading_columns, readings_of
from app.imports.meaning.work.rows import JobRow, Note, PastRow, Subject, WorkRow
from app.imports.meaning.work.rules import rule_of
from app.imports.meaning.work.values import Told, minutes_of, past_kind_of, result_of, unit_in
from app.imports.reading.sheets import ImportRefused, Row, Sheet
from app.imports.reading.work_words import UNIT_FIELDS
from app.language import N_

MAX_WORDS = 10_000  # characters of what was done
DAYS = ("done_on", "started_on", "planned_on")
"""Which days count, the surest first."""

NO_DAYS = N_(
    "No column of this list was found to be the day on which the work was done, so nothing of it"
    " can be told as past work. Choose the column, or take another list."
)
NO_DAY = N_("This row tells no day on which it was done.")
ONLY_PLANNED = N_("The list tells no day on which it was done: taken is the day it was planned.")
TOO_EARLY = N_("“%(text)s” is before 1950: work of such a day is not taken in. Correct the day.")
NO_JOB = N_("No column of this list was found to be the work to do. Choose one.")
NO_JOB_HERE = N_("This row does not say what to do.")
NO_RHYTHM = N_("No column of this list was found to say how often. Choose one.")
NO_RHYTHM_HERE = N_("This row does not say how often it is to be done.")
BY_COMPLETION = N_(
    "There it is counted from the day it was last done. Here it falls due by the calendar, by the"
    " same rule."
)
ENDS = N_("The list ends it on %(day)s. Here it goes on until somebody ends it.")
NO_MINUTES = N_("It tells no duration: taken as 0 minutes.")

_NO_YEAR = re.compile(r"(?<!\d)(?:1899|1900|9999|0000)(?!\d)|(?<!\d)0?0[/.-]")
_EARLY = re.compile(r"(?<!\d)(?:1[0-8]\d\d|19[0-4]\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the rows of one sheet are read."""

    header: tuple[str, ...]
    columns: Columns
    readings: tuple[int, ...]


def work_records(sheet: Sheet, columns: Columns) -> Iterator[WorkRow | Refusal]:
    """Planned or past work for each row, in order; for a row that stays out, each of its refusals.

    Raises ImportRefused, before the first row, if the list can't be one of work.
    """
    mapping, constants = columns.mapping, columns.defaults
    check_columns(mapping, constants)
    is_past = mapping.kind == "history"
    wanted = constants.get("readings", "")
    readings = reading_columns(sheet, mapping, wanted) if is_past else ()
    return _made(sheet, _Reading(sheet.header, columns, readings))


def check_columns(mapping: ColumnMapping, constants: Mapping[str, str]) -> None:
    """Raises ImportRefused if nothing says what a list of work has to say."""
    known = mapping.columns.keys() | constants.keys()
    if mapping.kind == "history" and not known & set(DAYS):
        raise ImportRefused(NO_DAYS).at("done_on")
    if mapping.kind == "jobs" and "job" not in known:
        raise ImportRefused(NO_JOB).at("job")
    if mapping.kind == "jobs" and not known & {"every", "period"}:
        raise ImportRefused(NO_RHYTHM).at("every")


def _made(sheet: Sheet, reading: _Reading) -> Iterator[WorkRow | Refusal]:
    make = _past if reading.columns.mapping.kind == "history" else _job
    for row in sheet.rows:
        cells = Cells(row, reading.columns)
        notes: list[Note] = []
        made = make(cells, row, reading, notes)
        if cells.refusals or made is None:
            yield from cells.refusals
        else:
            yield made


def _subject(cells: Cells, row: Row, reading: _Reading) -> Subject:
    columns, header = reading.columns.mapping.columns, reading.header
    told = tuple(
        (header[columns[name]], text)
        for name in UNIT_FIELDS
        if name in columns and (text := meaning(row.cell(columns[name]), header[columns[name]]))
    )
    room = cells.text("room")
    return Subject(
        site=cells.text("site"),
        building=cells.text("building"),
        room=room,
        unit_id=cells.code("unit_id"),
        asset_tag=cells.code("asset_tag", MAX_NUMBER),
        serial_number=cells.code("serial_number", MAX_NUMBER),
        unit_name=cells.text("unit_name"),
        told=told,
        stays=room is not None and room == reading.columns.defaults.get("room"),
    )


def _past(cells: Cells, row: Row, reading: _Reading, notes: list[Note]) -> PastRow | None:
    done_on = _day(cells, reading, notes)
    kind = cells.text("work_kind")
    told = (cells.text("words", MAX_WORDS), cells.text("notes", MAX_WORDS))
    made = PastRow(
        line=cells.line,
        subject=_subject(cells, row, reading),
        kind=past_kind_of(kind) if kind else "work",
        done_on=done_on or dt.date.min,
        result=_result(cells, notes),
        words="\n".join(dict.fromkeys(each for each in told if each)),
        who=cells.text("who") or "",
        readings=tuple(readings_of(row, reading.header, reading.readings, notes).items()),
        external_id=cells.code("external_id"),
        external_source=cells.text("external_source"),
        notes=tuple(notes),
        sheet=cells.sheet,
    )
    return made if done_on else None


def _day(cells: Cells, reading: _Reading, notes: list[Note]) -> dt.date | None:
    """The day on which it was done, by the surest column that tells one; refused if none does."""
    before = len(cells.refusals)
    for name in DAYS:
        done_on = cells.parsed(name, _reader(name, reading))
        if len(cells.refusals) > before:
            return None
        if done_on:
            if name == "planned_on":
                notes.append(Note(ONLY_PLANNED))
            return done_on
    cells.refuse(next(name for name in (*DAYS, *DAYS[:1]) if _is_known(reading, name)), NO_DAY)
    return None


def _is_known(reading: _Reading, name: str) -> bool:
    return name in reading.columns.mapping.columns or name in reading.columns.defaults


def _reader(name: str, reading: _Reading) -> Callable[[str], dt.date | None]:
    """Reads the days of a column: None for those that stand for none (0/1/00, 31/12/1900)."""
    order = reading.columns.orders.get(name)

    def day(text: str) -> dt.date | None:
        if _NO_YEAR.search(text):
            return None
        if _EARLY.search(text):
            raise ImportRefused(TOO_EARLY, text=text[:40])
        return date_of(text, order)

    return day


def _result(cells: Cells, notes: list[Note]) -> Told | None:
    text = cells.text("result")
    try:
        return result_of(text) if text else None
    except ImportRefused as unknown:
        notes.append(Note(unknown.message, unknown.values))
        return None


def _job(cells: Cells, row: Row, reading: _Reading, notes: list[Note]) -> JobRow | None:
    type_text = cells.text("equipment_type")
    maker = cells.decided.maker(cells.text("maker"))
    rule = _rule(cells)
    minutes = _minutes(cells, reading)
    if minutes is None:
        notes.append(Note(NO_MINUTES))
    notes += _kept_otherwise(cells)
    made = JobRow(
        line=cells.line,
        subject=_subject(cells, row, reading),
        job=cells.required("job", NO_JOB_HERE),
        rrule=rule or "",
        minutes=minutes,
        description=cells.text("description", MAX_WORDS),
        equipment_type=cells.decided.type(type_text) or equipment_type_of(type_text or ""),
        type_text=type_text,
        maker=maker,
        model_number=cells.decided.model(maker, cells.code("model_number")),
        notes=tuple(notes),
        sheet=cells.sheet,
    )
    return made if rule else None


def _rule(cells: Cells) -> str | None:
    every, period, days = (cells.text(name) or "" for name in ("every", "period", "days"))
    if not every and not period:
        cells.refuse("every", NO_RHYTHM_HERE)
        return None
    try:
        return rule_of(every, period, days)
    except ImportRefused as refused:
        cells.refuse("every" if every else "period", refused.message, **refused.values)
        return None


def _minutes(cells: Cells, reading: _Reading) -> int | None:
    of_hours = unit_in(reading.columns.mapping.column("minutes")) == "h"
    told = cells.parsed("minutes", lambda text: minutes_of(text, hours=of_hours))
    if told is None:
        told = cells.parsed("hours", lambda text: minutes_of(text, hours=True))
    return told


def _kept_otherwise(cells: Cells) -> Iterator[Note]:
    """What a list says of its plans that plans here do not have."""
    based_on = (cells.text("based_on") or "").casefold()
    if any(word in based_on for word in ("complet", "done", "erledig", "abgeschl", "termin")):
        yield Note(BY_COMPLETION)
    if ends_on := cells.text("ends_on"):
        yield Note(ENDS, {"day": ends_on[:40]})
