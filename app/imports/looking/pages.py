"""What the pages of an import show: what was found in a file, and what would become of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.formats import number
from app.imports import queries
from app.imports.looking.forms import (
    CONSTANT,
    ENCODINGS,
    KIND_WORDS,
    KINDS,
    NO_COLUMN,
    SEPARATORS,
    TAB,
    Typed,
)
from app.imports.looking.trial import (
    FIELD_WORDS,
    OUTCOME_WORDS,
    TONES,
    Figure,
    Trial,
    beside,
    sentence,
    trial,
)
from app.imports.meaning.equipment_words import TYPES
from app.imports.planning.places import NO_SITE
from app.imports.planning.plans import FIGURES, Outcome
from app.imports.preparing import Prepared, signature_of
from app.imports.reading.sheets import Sheet, Source
from app.imports.reading.vocabulary import FIELDS
from app.imports.runs.uploads import Upload

UNLIKE = frozenset(
    {"site", "external_id", "external_source", "retired_on", "asset_tag", "serial_number"}
)
"""Fields that no text for all rows can fill: of the site there is one choice, the rest differ."""

NOT_CARRIED = frozenset({"csrf_token", "fingerprint", "show", "page"})

HOW_WORDS: Mapping[str, Any] = {
    "name": _l("by its name"),
    "synonym": _l("by a word for it"),
    "near": _l("by a near spelling"),
    "hand": _l("by hand"),
    "distinct": _l("because its values tell rooms apart"),
}

FILE_WORDS: Mapping[str, Any] = {
    "csv": _l("Text with separated columns"),
    "json": _l("JSON"),
    "xlsx": _l("Workbook"),
    "xls": _l("Workbook"),
    "ods": _l("Workbook"),
    "cobie": _l("COBie workbook"),
}

MOST_COLUMNS = 8
ROWS = 5
LONGEST = 80  # characters of a cell

Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Found:
    """The facts as pairs, the sheets to choose from, and the first rows as they are written."""

    facts: Sequence[tuple[str, str]]
    sheets: Sequence[tuple[str, str]]
    is_text: bool
    header: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    more_columns: int


@dataclass(frozen=True)
class FieldRow:
    """One field: its column by number, how it was found, the text for empty cells (None: none)."""

    name: str
    label: str
    chosen: str
    how: str
    example: str
    constant: str | None
    error: str | None


@dataclass(frozen=True)
class PreviewPage:
    """A file before it is applied; `errors` are sentences by the choice that mends them."""

    name: str
    address: str
    typed: Typed
    carried: Sequence[tuple[str, str]]
    errors: Mapping[str, str]
    mends: Sequence[tuple[str, str]]
    found: Found | None
    seen: str
    kinds: Options
    encodings: Options
    separators: Options
    columns: Options
    fields: tuple[FieldRow, ...]
    sites: Sequence[str]
    buildings: Sequence[str]
    types: Sequence[str]
    trial: Trial | None


def preview_page(upload: Upload, typed: Typed, made: Prepared) -> PreviewPage:
    """Everything about the file, as far as it could be read."""
    sites = queries.site_names()
    errors = dict(_errors(made, typed, sites))
    carried = [(name, text) for name, text in typed.items() if text and name not in NOT_CARRIED]
    return PreviewPage(
        name=upload.name,
        address=url_for("imports.preview", token=upload.token),
        typed=typed,
        carried=carried,
        errors=errors,
        mends=[(_anchor(where, made), text) for where, text in errors.items()],
        found=found_in(made),
        seen=signature_of(made.guessed) if made.guessed else "",
        kinds=KINDS,
        encodings=[("", _("Find out")), *((name, name) for name in ENCODINGS)],
        separators=[("", _("Find out")), *_separators()],
        columns=_columns(made),
        fields=tuple(_fields(typed, made, errors)),
        sites=sites,
        buildings=queries.building_names(),
        types=[slug.replace("_", " ") for slug in TYPES],
        trial=trial(upload.token, typed, dict(carried), made.plan) if made.plan else None,
    )


def _errors(made: Prepared, typed: Typed, sites: Sequence[str]) -> Iterator[tuple[str, str]]:
    if made.refused is None:
        return
    yield made.refused.where, sentence(made.refused)
    named = typed.get("site") or (made.mapping and "site" in made.mapping.columns)
    if made.mapping and not sites and not named and made.refused.where != "site":
        yield "site", _(NO_SITE)


def _anchor(where: str, made: Prepared) -> str:
    """Where on the page a sentence stands."""
    is_field = made.mapping is not None and where in FIELDS[made.mapping.kind] and where != "site"
    return f"column-{where}" if is_field else where


def _separators() -> Iterator[tuple[str, Any]]:
    for sign, words in SEPARATORS.items():
        yield (TAB if sign == "\t" else sign), words


def _columns(made: Prepared) -> Options:
    header = made.mapping.header if made.mapping else ()
    return [(NO_COLUMN, _("no column")), *((str(index), name) for index, name in enumerate(header))]


def _fields(typed: Typed, made: Prepared, errors: Mapping[str, str]) -> Iterator[FieldRow]:
    mapping, sheet = made.mapping, made.sheet
    if mapping is None or sheet is None:
        return
    for name in FIELDS[mapping.kind]:
        index, match = mapping.columns.get(name), mapping.how.get(name)
        cells = [] if index is None else [row.cell(index).strip() for row in sheet.rows]
        constant = typed.get(CONSTANT + name, "")
        may_fill = name not in UNLIKE and (constant or not cells or not all(cells))
        yield FieldRow(
            name=name,
            label=str(FIELD_WORDS[name]),
            chosen=NO_COLUMN if index is None else str(index),
            how=str(HOW_WORDS[match.by]) if match else "",
            example=next((cell[:60] for cell in cells if cell), ""),
            constant=constant if may_fill else None,
            error=errors.get(name) if name != "site" else None,  # said beside its choice by hand
        )


def found_in(made: Prepared) -> Found | None:
    """What could be detected; None where the file could not be read at all."""
    source, sheet = made.source, made.sheet
    if source is None:
        return None
    return Found(
        facts=[*_of_source(source), *(_of_sheet(made, sheet) if sheet else ())],
        sheets=_sheets(source),
        is_text=source.kind in {"csv", "json"},
        header=sheet.header[:MOST_COLUMNS] if sheet else (),
        rows=list(_first_rows(sheet)) if sheet else [],
        more_columns=max(0, len(sheet.header) - MOST_COLUMNS) if sheet else 0,
    )


def _sheets(source: Source) -> Sequence[tuple[str, str]]:
    """What there is to choose from; nothing where there is one sheet."""
    if len(source.sheets) < 2:
        return ()
    first = _("all that COBie needs") if source.kind == "cobie" else _("the likeliest")
    return [("", first), *((each.name, each.name) for each in source.sheets)]


def _of_source(source: Source) -> Iterator[tuple[str, str]]:
    yield _("Kind of file"), str(FILE_WORDS[source.kind])
    if source.skipped:
        words = (f"{name}: {_(reason)}" for name, reason in source.skipped)
        yield _("Sheets left out"), "; ".join(words)


def _of_sheet(made: Prepared, sheet: Sheet) -> Iterator[tuple[str, str]]:
    if not sheet.detected.encoding:
        yield _("Sheet"), sheet.name
    yield from _of_text(sheet)
    yield _("Rows"), number(len(sheet.rows))
    for reason, lines in sheet.dropped_lines().items():
        yield _("Lines left out"), f"{number(lines)} ({_(reason)})"
    if made.mapping:
        yield _("Taken as a list of"), str(KIND_WORDS[made.mapping.kind])
        if unused := made.mapping.unused():
            yield _("Columns not used"), ", ".join(unused[:20])


def _of_text(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.detected.encoding:
        yield _("Encoding"), sheet.detected.encoding
    if sheet.detected.separator:
        sign = sheet.detected.separator
        yield _("Columns are separated by"), str(SEPARATORS.get(sign, sign))
    if sheet.header_line:
        yield _("Column names on line"), str(sheet.header_line)


def _first_rows(sheet: Sheet) -> Iterator[tuple[str, Sequence[str]]]:
    for row in sheet.rows[:ROWS]:
        cells = [row.cell(index)[:LONGEST] for index in range(min(len(sheet.header), MOST_COLUMNS))]
        yield str(row.line), cells


@dataclass(frozen=True)
class DonePage:
    """What came of a file."""

    name: str
    sentence: str
    figures: tuple[Figure, ...]
    beside: tuple[str, ...]
    batch_address: str


def done_page(upload: Upload) -> DonePage:
    """The counts that were noted when it was applied."""
    done = upload.done or {}
    figures = tuple(
        Figure(number(count), str(OUTCOME_WORDS[each]), "", TONES[each] if count else "na")
        for each in FIGURES
        for count in (done[each.value],)
    )
    stored = _("It is stored. Importing the same file again would change nothing.")
    if done[Outcome.REFUSED.value]:
        stored = _("It is stored without the refused lines. Mend those and import the file again.")
    address = url_for("imports.batch", batch_id=done["batch"])
    return DonePage(upload.name, stored, figures, tuple(beside(done)), address)
