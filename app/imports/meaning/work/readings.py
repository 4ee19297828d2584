"""The numbers that a list of past work tells beside its other columns: which they are, and each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.imports.meaning.columns import ColumnMapping
from app.imports.meaning.words.values import meaning
from app.imports.meaning.work.rows import Note
from app.imports.meaning.work.values import is_number, read_off, unit_in
from app.imports.reading.cleaning import clean, spelled
from app.imports.reading.sheets import ImportRefused, Row, Sheet
from app.language import N_

MOST = 40  # readings of one row
ALL = "*"

NO_COLUMN = N_(
    "There is no column “%(column)s” to be kept as a reading. Name columns of this list, with a"
    " semicolon between them."
)
TOO_MANY = N_("%(number)s columns would be kept as readings; at most %(limit)s are.")
NO_NUMBER = N_("“%(text)s” is no number: not kept as a reading.")
OTHER_UNIT = N_("“%(text)s” has another unit than its column (%(unit)s): kept as it stands.")


def reading_columns(sheet: Sheet, mapping: ColumnMapping, wanted: str = "") -> tuple[int, ...]:
    """The columns that are kept as readings.

    These are the one chosen for it, those named in `wanted` (with semicolons between, or * for all
    that hold numbers alone), and those whose name bears a unit and that stand for nothing else.
    Raises ImportRefused for a name that no column has.
    """
    used = {index for name, index in mapping.columns.items() if name != "readings"}
    free = [index for index in range(len(sheet.header)) if index not in used]
    chosen = {mapping.columns["readings"]} if "readings" in mapping.columns else set()
    chosen |= {index for index in free if unit_in(sheet.header[index])}
    if clean(wanted) == ALL:
        chosen |= {index for index in free if _holds_numbers(sheet, index)}
    else:
        chosen |= {_named(sheet, name) for name in wanted.split(";") if clean(name)}
    if len(chosen) > MOST:
        raise ImportRefused(TOO_MANY, number=len(chosen), limit=MOST).at("readings")
    return tuple(sorted(chosen))


def _named(sheet: Sheet, name: str) -> int:
    for index, each in enumerate(sheet.header):
        if spelled(each) == spelled(name):
            return index
    raise ImportRefused(NO_COLUMN, column=clean(name)[:80]).at("readings")


def _holds_numbers(sheet: Sheet, index: int) -> bool:
    texts = [text for row in sheet.rows if (text := meaning(row.cell(index), sheet.header[index]))]
    return bool(texts) and all(is_number(text) for text in texts)


def readings_of(
    row: Row, header: tuple[str, ...], columns: tuple[int, ...], notes: list[Note]
) -> Mapping[str, str]:
    """Each reading of a row by its column's name; what is no number is added to the notes."""
    return dict(_each(row, header, columns, notes))


def _each(
    row: Row, header: tuple[str, ...], columns: tuple[int, ...], notes: list[Note]
) -> Iterator[tuple[str, str]]:
    for index in columns:
        column = header[index]
        text = meaning(row.cell(index), column)
        if not text:
            continue
        if pairs := _pairs(text):
            yield from pairs
        elif not is_number(text):
            notes.append(Note(NO_NUMBER, {"text": text[:40]}, column))
        else:
            yield column, _with_unit(text, column, notes)


def _with_unit(text: str, column: str, notes: list[Note]) -> str:
    """The number with its own unit, else with that of its column."""
    own, of_column = read_off(text), unit_in(column)
    if own and of_column and own.casefold() != of_column.casefold():
        notes.append(Note(OTHER_UNIT, {"text": text[:40], "unit": of_column}, column))
    return text if own or not of_column else f"{text} {of_column}"


def _pairs(text: str) -> list[tuple[str, str]]:
    """The readings of a cell that names them itself, as lists from here do: "Hours: 12; Bar: 3"."""
    pairs = [each.rpartition(": ") for each in text.split("; ")]
    is_all = all(name and is_number(value) for name, _sign, value in pairs)
    return [(name.strip(), value) for name, _sign, value in pairs] if is_all else []
