"""Which column of a sheet is which field: guessed with reasons, corrected by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Literal

from rapidfuzz import fuzz, process

from app.imports.meaning.content import (
    SAMPLE,
    are_cut,
    are_extinguishers,
    are_places,
    sample,
    told_by_content,
)
from app.imports.meaning.things import BESIDE, beside_told
from app.imports.meaning.words.equipment import equipment_type_of
from app.imports.reading.cleaning import clean, plain
from app.imports.reading.sheets import ImportRefused, Sheet
from app.imports.reading.vocabulary import FIELDS, LOCATION, OF_TYPE, TELLING, WORDS, Groups
from app.imports.reading.work_words import kind_told
from app.language import N_

Kind = Literal["rooms", "equipment", "jobs", "history", "vendors", "spares", "stock"]
By = Literal["name", "synonym", "near", "hand", "distinct", "content"]

_CODES = frozenset({"model_number", "asset_tag", "serial_number", "external_id"})
NEAR = 86  # of 100, rapidfuzz's ratio; below it, likeness is chance
MANY = 3  # fields of units that make a list of units
NEAR_LETTERS = 5  # shorter words are near to too many others


@dataclass(frozen=True, slots=True)
class Match:
    """Why a column was taken for a field: by what, and how sure (0 to 100)."""

    by: By
    score: float


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column (its index) stands for each field of one kind of row, and why.

    `given` are texts that go for all rows, as the list itself tells: that it is one of AEDs.
    """

    kind: Kind
    header: tuple[str, ...]
    columns: Mapping[str, int]
    how: Mapping[str, Match]
    given: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The column's name for a field; the field's own name where there is no column."""
        index = self.columns.get(name)
        return name if index is None else self.header[index]

    def unused(self) -> tuple[str, ...]:
        """The columns that stand for no field, in their order."""
        used = set(self.columns.values())
        return tuple(name for index, name in enumerate(self.header) if index not in used)


def guess(
    sheet: Sheet,
    kind: Kind | None = None,
    makers: Collection[str] = (),
    given: Collection[str] = (),
) -> ColumnMapping:
    """The likeliest mapping: each column stands for one field at most, the surest first.

    A field that no name claims may be told by what stands in a column; `makers` are those known
    here. Where nothing tells the building (`given` are fields told by hand), codes of building and
    room in one are taken for that.

    Without a kind, columns known by name tell it: how often something is done makes a list of
    planned work, when it was done and what came of it a list of past work; `beside_told` says what
    makes one of vendors, spares or stock; serial number, asset tag, maker, model or type make one
    of equipment; else it is one of rooms. Where the rooms' names are not all different and their
    codes are, the codes are what tells the rooms apart.
    """
    kind = kind or _kind(sheet, makers)
    mapping = _guess(sheet, kind)
    if kind == "rooms":
        mapping = _by_codes(sheet, mapping)
    elif kind == "equipment":
        mapping = _of_one_type(sheet, _uncut(sheet, mapping))
    else:
        return mapping
    mapping = _with_content(sheet, mapping, makers)
    return mapping if "building" in given else _by_location(sheet, mapping)


def _kind(sheet: Sheet, makers: Collection[str]) -> Kind:
    units = _sure(sheet, "equipment") & set(TELLING)
    work = kind_told(_sure(sheet, "jobs"), _sure(sheet, "history"))
    # A list that tells of units that much may well say when they were last checked.
    if work == "jobs" or (work == "history" and len(units) < MANY):
        return work
    if beside := _beside(sheet, units):
        return beside
    if units or any(plain(name) in OF_TYPE for name in sheet.header):
        return "equipment"
    told = _with_content(sheet, _guess(sheet, "equipment"), makers).columns.keys()
    return "equipment" if told >= {"maker", "room"} else "rooms"


def _beside(sheet: Sheet, units: Collection[str]) -> Kind | None:
    """Which list of things it is whose rows name no place of a unit; None where it is none."""
    kinds: tuple[Kind, ...] = ("jobs", *BESIDE)
    told: dict[str, set[str]] = {kind: _sure(sheet, kind) for kind in kinds}
    return beside_told(sheet.header, told, units)


def _sure(sheet: Sheet, kind: Kind) -> set[str]:
    """The fields that a column is known by name to tell."""
    return {name for name, match in _guess(sheet, kind).how.items() if match.by != "near"}


def _by_codes(sheet: Sheet, mapping: ColumnMapping) -> ColumnMapping:
    """Codes as rooms and names as descriptions, where that is the only way to tell rooms apart."""
    columns, how = dict(mapping.columns), dict(mapping.how)
    if not {"room", "external_id"} <= columns.keys() or "description" in columns:
        return mapping
    within = columns.get("building")
    if _differ(sheet, columns["room"], within) or not _differ(
        sheet, columns["external_id"], within
    ):
        return mapping
    columns["description"], columns["room"] = columns["room"], columns.pop("external_id")
    how.pop("external_id")
    how |= {"room": Match("distinct", 90), "description": Match("distinct", 90)}
    return replace(mapping, columns=columns, how=how)


def _uncut(sheet: Sheet, mapping: ColumnMapping) -> ColumnMapping:
    """Another column of the same meaning, where a spreadsheet has cut the numbers of the first."""
    columns, how, rows = dict(mapping.columns), dict(mapping.how), sheet.rows[:SAMPLE]
    for match, name, index in _matches(sheet.header, mapping.kind):
        if name not in _CODES or index in columns.values():
            continue
        if are_cut([clean(row.cell(columns[name])) for row in rows]):
            columns[name], how[name] = index, Match("content", match.score)
    return replace(mapping, columns=columns, how=how)


def _of_one_type(sheet: Sheet, mapping: ColumnMapping) -> ColumnMapping:
    """The type of all units, where the list as a whole tells it and no column does.

    What stands as their type (ABC, CO2) is then the model.
    """
    columns, how = dict(mapping.columns), dict(mapping.how)
    names = [columns[name] for name in ("equipment_type", "name") if name in columns]
    rows = sheet.rows[:SAMPLE]
    texts = [sample(rows, sheet.header, index) for index in names]
    if any(equipment_type_of(text) for each in texts for text in each):
        return mapping
    slug = next((OF_TYPE[name] for name in map(plain, sheet.header) if name in OF_TYPE), None)
    if any(map(are_extinguishers, texts)):
        slug = "fire_extinguisher"
    slug = slug or equipment_type_of(PurePath(sheet.name).stem)
    if not slug:
        return mapping
    index, match = columns.pop("equipment_type", None), how.pop("equipment_type", None)
    if index is not None and match and "model_number" not in columns:
        columns["model_number"], how["model_number"] = index, Match("content", match.score)
    return replace(
        mapping, columns=columns, how=how, given={"equipment_type": slug.replace("_", " ")}
    )


def _by_location(sheet: Sheet, mapping: ColumnMapping) -> ColumnMapping:
    """A column of places as the location, where no other tells the building of their rooms."""
    columns, how = dict(mapping.columns), dict(mapping.how)
    if {"building", "parent", "location"} & columns.keys():
        return mapping
    for index, name in enumerate(sheet.header):
        if plain(name) in LOCATION and are_places(sample(sheet.rows[:SAMPLE], sheet.header, index)):
            for field_name in [each for each, of in columns.items() if of == index]:
                del columns[field_name], how[field_name]
            columns["location"], how["location"] = index, Match("content", 80)
            break
    return replace(mapping, columns=columns, how=how)


def _with_content(sheet: Sheet, mapping: ColumnMapping, makers: Collection[str]) -> ColumnMapping:
    """The mapping, with fields that no name claimed told by what stands in a column."""
    columns, how = dict(mapping.columns), dict(mapping.how)
    fields = [name for name in FIELDS[mapping.kind] if name not in {*columns, *mapping.given}]
    free = set(range(len(sheet.header))) - set(columns.values())
    for name, index, share in told_by_content(sheet, free, fields, makers):
        if name not in columns and index not in columns.values():
            columns[name], how[name] = index, Match("content", round(80 * share, 1))
    return replace(mapping, columns=columns, how=how)


def _differ(sheet: Sheet, column: int, within: int | None) -> bool:
    """Whether no two rows have the same text in the column (and in the other one, if given)."""
    texts = [(row.cell(column), "" if within is None else row.cell(within)) for row in sheet.rows]
    return len(set(texts)) == len(texts)


def _guess(sheet: Sheet, kind: Kind) -> ColumnMapping:
    matches = sorted(_matches(sheet.header, kind), key=lambda each: -each[0].score)
    columns: dict[str, int] = {}
    how: dict[str, Match] = {}
    for match, name, index in matches:
        if name not in columns and index not in columns.values():
            columns[name] = index
            how[name] = match
    return ColumnMapping(kind, sheet.header, columns, how)


def _matches(header: tuple[str, ...], kind: Kind) -> Iterator[tuple[Match, str, int]]:
    for index, column in enumerate(header):
        words = plain(column)
        for name, groups in WORDS[kind].items():
            match = _match(words, name.replace("_", " "), groups)
            if match:
                yield match, name, index


def _match(words: str, own: str, groups: Groups) -> Match | None:
    """How a column's words stand for a field: its name, a synonym by its group, a near spelling."""
    if words == own:
        return Match("name", 100)
    for number, group in enumerate(groups):
        if words in group:
            return Match("synonym", 98 - 6 * number)
    if len(words) < NEAR_LETTERS:
        return None
    # A slip keeps the number of words: "location x" is no slip of "location".
    length = len(words.split())
    candidates = [each for each in (own, *groups[0]) if len(each.split()) == length]
    found = process.extractOne(words, candidates, scorer=fuzz.ratio, score_cutoff=NEAR)
    return Match("near", round(found[1] * 0.8, 1)) if found else None


def with_overrides(mapping: ColumnMapping, chosen: Mapping[str, str | None]) -> ColumnMapping:
    """The mapping corrected by hand: a column's name for a field, or None for no column.

    A column chosen for one field leaves the field it was guessed for, unless that is named too.
    Refused in a sentence: a field or a column that does not exist, with the names that are near.
    """
    made = {name: _index(mapping, name, column) for name, column in chosen.items()}
    taken = {index for index in made.values() if index is not None}
    columns = {
        name: index
        for name, index in mapping.columns.items()
        if name not in made and index not in taken
    }
    columns |= {name: index for name, index in made.items() if index is not None}
    how = {name: mapping.how[name] for name in columns if name not in made}
    how |= {name: Match("hand", 100) for name in columns if name in made}
    given = {name: text for name, text in mapping.given.items() if name not in columns}
    return replace(mapping, columns=columns, how=how, given=given)


def _index(mapping: ColumnMapping, name: str, column: str | None) -> int | None:
    check_field(mapping.kind, name)
    if column is None:
        return None
    wanted = clean(column).casefold()
    for index, each in enumerate(mapping.header):
        if each.casefold() == wanted:
            return index
    message, near = _unknown(column, mapping.header)
    names = ", ".join(f"“{each}”" for each in near)
    raise ImportRefused(message, column=clean(column)[:80], names=names).at(name)


def check_field(kind: Kind, name: str) -> None:
    """Refuses a field that this kind of row does not have, naming those it has."""
    if name not in FIELDS[kind]:
        raise ImportRefused(
            N_("“%(name)s” is nothing that a list of %(kind)s can fill. It can fill: %(names)s."),
            name=clean(name)[:80],
            kind=kind,
            names=", ".join(FIELDS[kind]),
        )


def _unknown(column: str, header: tuple[str, ...]) -> tuple[str, list[str]]:
    found = process.extract(
        column, header, scorer=fuzz.WRatio, processor=plain, score_cutoff=60, limit=3
    )
    if found:
        message = N_("There is no column “%(column)s” in this list. Did you mean %(names)s?")
        return message, [name for name, _score, _index in found]
    message = N_("There is no column “%(column)s” in this list. Its columns are: %(names)s.")
    return message, list(header[:12])
