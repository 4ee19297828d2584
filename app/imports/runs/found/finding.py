"""What came of preparing a list, as the findings that are kept, and the cells behind each line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from app.imports.deciding import clusters
from app.imports.deciding.clusters import Known
from app.imports.meaning.places.location import suggested
from app.imports.meaning.records import orders_told
from app.imports.meaning.words.decided import Decided
from app.imports.planning.plans import Line, Plan
from app.imports.preparing import Prepared, signature_of
from app.imports.reading.joining import can_join
from app.imports.reading.sheets import ImportRefused, Row, Sheet, Source
from app.imports.reading.vocabulary import FIELDS
from app.imports.runs.found import tried
from app.imports.runs.found.findings import (
    FIRST_ROWS,
    FieldFound,
    Findings,
    LeftOut,
    RawRow,
    Said,
    Suggested,
    value_of,
)

FIRST_LINES = 5
LONGEST = 500  # characters of a cell that is shown


def findings_of(name: str, made: Prepared, decided: Decided, known: Known) -> Findings:
    """All that is told of a list, as far as it was prepared, and what a person should decide."""
    return Findings(
        name=name,
        clusters=clusters.found(made.records, decided, known),
        unknown_types=clusters.unknown_types(made.records, decided, known),
        refused=said_of(made.refused) if made.refused else None,
        **_of_source(made.source, made.sheet),
        **_of_sheet(made.sheet),
        **_of_mapping(made),
        **_of_plan(made.plan),
    )


def said_of(refused: ImportRefused) -> Said:
    """A refusal as it is kept."""
    values = {name: value_of(value) for name, value in refused.values.items()}
    return Said(refused.message, values, refused.where)


def _of_source(source: Source | None, sheet: Sheet | None) -> dict[str, Any]:
    if source is None:
        return {}
    return {
        "kind": source.kind,
        "skipped": (*source.skipped, *(sheet.skipped if sheet else ())),
        "sheets": tuple(each.name for each in source.sheets),
        "can_join": can_join(source),
    }


def _of_sheet(sheet: Sheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "sheet": sheet.name,
        "encoding": sheet.detected.encoding or "",
        "separator": sheet.detected.separator or "",
        "header_line": sheet.header_line,
        "rows": len(sheet.rows),
        "left_out": tuple(_left_out(sheet)),
        "header": sheet.header,
        "first": tuple(_raw(row) for row in sheet.rows[:FIRST_ROWS]),
    }


def _left_out(sheet: Sheet) -> Iterator[LeftOut]:
    for reason, lines in sheet.dropped_lines().items():
        dropped = [each for each in sheet.dropped if each.reason == reason]
        firsts = tuple(each.line for each in dropped[:FIRST_LINES])
        raw = (_raw(row) for each in dropped for row in each.firsts if any(row.cells))
        yield LeftOut(reason, lines, firsts, tuple(islice(raw, FIRST_LINES)))


def _raw(row: Row) -> RawRow:
    return RawRow(row.line, tuple(cell[:LONGEST] for cell in row.cells), row.sheet)


def _of_mapping(made: Prepared) -> dict[str, Any]:
    mapping, sheet, guessed = made.mapping, made.sheet, made.guessed
    if mapping is None or sheet is None or guessed is None:
        return {"listed": "cobie"} if made.origin and made.origin.kind == "cobie" else {}
    told = _told_by_column(sheet)
    return {
        "listed": mapping.kind,
        "signature": signature_of(guessed),
        "unused": mapping.unused(),
        "given": dict(guessed.given),
        "orders": dict(orders_told(sheet, mapping)),
        "suggested": tuple(_suggested(sheet, mapping.columns.get("location"))),
        "fields": tuple(
            FieldFound(
                name,
                column=(index := mapping.columns.get(name)),
                by=mapping.how[name].by if name in mapping.how else "",
                example=mapping.given.get(name, "") if index is None else told[index][0],
                has_empty=index is None or told[index][1],
                guessed=guessed.columns.get(name),
            )
            for name in FIELDS[mapping.kind]
        ),
    }


def _suggested(sheet: Sheet, column: int | None) -> Iterator[Suggested]:
    """Examples of how the texts of a column say where a thing stands."""
    if column is None:
        return
    for each in suggested(row.cell(column) for row in sheet.rows):
        of, parts = each.example, each.example.parts
        yield Suggested(
            of.text, parts.building, parts.floor, parts.room, fits=each.fits, count=each.count
        )


def _told_by_column(sheet: Sheet) -> Mapping[int, tuple[str, bool]]:
    """Of each column its first text, and whether some of its cells are empty; in one pass."""
    width = len(sheet.header)
    texts, has_empty = [""] * width, [False] * width
    for row in sheet.rows:
        cells = row.cells
        for index in range(width):
            text = cells[index].strip() if index < len(cells) else ""
            if not text:
                has_empty[index] = True
            elif not texts[index]:
                texts[index] = text[:60]
    return {index: (texts[index], has_empty[index]) for index in range(width)}


def _of_plan(plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {
        "figures": {figure.value: count for figure, count in plan.counts.items()},
        "conflicts": plan.conflicts,
        "made": dict(plan.made_on_the_way),
        "fingerprint": plan.fingerprint,
        "changes_something": plan.changes_something,
    }


def keep_lines(path: Path, made: Prepared) -> None:
    """Writes the lines of the dry run, each with the cells that it was read from."""
    if made.plan is None or made.source is None:
        path.unlink(missing_ok=True)
        return
    sheets = [made.sheet] if made.sheet else made.source.sheets
    headers = {"" if made.sheet else each.name: each.header for each in sheets}
    tried.write(path, made.plan.lines, _Cells(sheets), headers)


class _Cells:
    """Finds the cells of lines that come, sheet by sheet, in the order of the rows."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._one = sheets[0] if len(sheets) == 1 else None
        self._sheets = {each.name: each for each in sheets}
        self._rest: dict[str, Iterator[Row]] = {}

    def __call__(self, line: Line) -> Sequence[str]:
        """The cells of the line; none where no row stands there."""
        sheet = self._one or self._sheets.get(line.sheet)
        if sheet is None:
            return ()
        for _again in range(2):
            rows = self._rest.setdefault(sheet.name, iter(sheet.rows))
            for row in rows:
                if row.line == line.line and row.sheet in {"", line.sheet}:
                    return row.cells
            del self._rest[sheet.name]  # from the top: lines may come in another order
        return ()
