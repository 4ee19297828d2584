"""From a file and what was chosen by hand to a plan, as far as it goes; page and command share it.

The steps: the bytes become sheets, a sheet's columns become fields, its rows become records, the
records beside what exists become a plan. Another kind of list joins in at the records.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import PurePath
from typing import Literal
from zlib import crc32

from app.cells import EMPTY_WORDS
from app.errors import Refusal
from app.imports.applying.recording import Origin
from app.imports.meaning.cobie.workbooks import cobie_records, not_read
from app.imports.meaning.columns import ColumnMapping, Kind, guess, with_overrides
from app.imports.meaning.places.location import Example, learned
from app.imports.meaning.records import Record, records
from app.imports.meaning.words.decided import UNDECIDED, Decided
from app.imports.planning.dry_run import plan
from app.imports.planning.plans import Plan
from app.imports.queries import existing
from app.imports.reading.cleaning import clean
from app.imports.reading.files import read
from app.imports.reading.joining import joined
from app.imports.reading.sheets import ImportRefused, Sheet, Source
from app.imports.reading.vocabulary import FIELDS
from app.imports.runs.progress import Part, Tell, silent
from app.places.words import named, phone_number

MAX_SOURCE = 100  # characters
_DAY = r"(?<!\d)(?:\d{4}[-_.]?[01]\d[-_.]?[0-3]\d|[0-3]\d[-_.][01]\d[-_.]\d{4})(?!\d)"
_VERSION = re.compile(rf"[-_. ]*{_DAY}|\(\d+\)$")
JOINED = "*"
"""The choice of all sheets that share their column names, as one list."""

Order = Literal["dmy", "mdy"]
Several = Literal["refuse", "first"]
Conflicts = Literal["keep", "take"]


@dataclass(frozen=True)
class Choices:
    """What a person decided about a list; whatever is empty is detected or guessed.

    `columns` names a column for a field (None: no column), `constants` gives a text for a field
    whose cell is empty. `sheet` is "" for the likeliest one, or for all of a COBie workbook, and
    "*" for all sheets that share their column names as one list. `empty` are the words for nothing
    (None: the usual ones), `examples` texts that say where a thing stands, each with its building,
    floor and room; `orders` the order of day and month by field. `several` says what becomes of a
    COBie component in several spaces, `conflicts` which side a row at odds with another gives in
    to, `profile` how the list is known.
    `seen` is the signature of the columns that were chosen from, by their numbers: where the file
    shows others by now (another sheet, another kind), what was chosen means nothing.
    """

    kind: Kind | None = None
    sheet: str = ""
    header_line: int | None = None
    encoding: str = ""
    separator: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    site: str = ""
    phone: str = ""
    source: str = ""
    seen: str | None = None
    hidden: bool = False
    empty: frozenset[str] | None = None
    examples: Sequence[tuple[str, str, str, str]] = ()
    orders: Mapping[str, Order] = field(default_factory=dict)
    several: Several = "refuse"
    conflicts: Conflicts = "keep"
    profile: str = ""
    today: dt.date | None = None
    """The day on which it is looked at: past work can't be of a later one."""


@dataclass
class Prepared:
    """How far a list came: each is None (or empty) from the step on that was refused."""

    source: Source | None = None
    sheet: Sheet | None = None
    guessed: ColumnMapping | None = None
    mapping: ColumnMapping | None = None
    records: Sequence[Record] = ()
    plan: Plan | None = None
    origin: Origin | None = None
    refused: ImportRefused | None = None


def prepare(
    content: bytes,
    name: str,
    choices: Choices,
    *,
    decided: Decided = UNDECIDED,
    makers: Collection[str] = (),
    tell: Tell = silent,
) -> Prepared:
    """What the list holds and what importing it would do; `refused` says what is in the way.

    Raises StoppedError where `tell` does.
    """
    made = opened(content, name, choices, tell, makers)
    if made.refused is None:
        compare(made, choices, decided, tell)
    return made


def opened(
    content: bytes,
    name: str,
    choices: Choices,
    tell: Tell = silent,
    makers: Collection[str] = (),
) -> Prepared:
    """The list as it was read, and the sheet that is meant; asks no database.

    `makers` are those known here: a column that holds their names is told by that.
    """
    made = Prepared()
    try:
        tell(Part.READING, 0, 0)
        made.source = read(
            content,
            name,
            encoding=choices.encoding or None,
            separator=choices.separator or None,
            header_line=choices.header_line,
            hidden=choices.hidden,
            tell=tell,
        )
        made.origin = _origin(content, name, choices)
        made.sheet = _sheet(made.source, choices, makers)
        if made.sheet is None:
            skipped = (*made.source.skipped, *not_read(made.source))
            made.source = replace(made.source, skipped=skipped)
        if made.sheet:
            given = [name for name, text in choices.constants.items() if clean(text)]
            made.guessed = made.mapping = guess(made.sheet, choices.kind, makers, given)
    except ImportRefused as refused:
        made.refused = refused
    return made


def compare(made: Prepared, choices: Choices, decided: Decided, tell: Tell = silent) -> None:
    """Adds the records of a list that was opened, and the plan beside what exists."""
    if made.source is None or made.origin is None:
        return
    try:
        made.records = _records(made, made.source, choices, decided)
        if made.mapping:
            made.origin = replace(made.origin, kind=made.mapping.kind)
        tell(Part.COMPARING, 0, len(made.records))
        made.plan = _plan(made.records, made.origin, choices, tell)
    except ImportRefused as refused:
        made.refused = refused


def source_of(name: str) -> str:
    """What tells this list's external ids from those of others: the file's name, if none is given.

    A newer version of a list keeps its ids where its file keeps its name; the day in a name, and
    the number of a copy ("rooms 2026-10-01 (2).csv"), make no other list.
    """
    stem = clean(PurePath(name).stem).casefold()
    bare = " ".join(_VERSION.sub(" ", stem).split()).strip(" _-.")
    return (bare or stem)[:MAX_SOURCE] or "list"


def _sheet(source: Source, choices: Choices, makers: Collection[str]) -> Sheet | None:
    """The sheet that is meant; None for all of a COBie workbook."""
    if source.kind == "cobie" and not choices.sheet:
        return None
    if choices.sheet == JOINED:
        return joined(source)
    return source.sheet(choices.sheet) if choices.sheet else _likeliest(source, makers)


def _records(
    made: Prepared, source: Source, choices: Choices, decided: Decided
) -> Sequence[Record]:
    if made.sheet is None or made.guessed is None:
        known = {n: t for n, t in choices.constants.items() if n in {"building", "site"}}
        return list(cobie_records(source, known, several=choices.several, decided=decided))
    made.mapping = with_overrides(made.guessed, dict(_by_hand(made.guessed, choices)))
    constants = choices.constants
    if choices.seen is not None:
        fields = FIELDS[made.mapping.kind]
        constants = {name: text for name, text in constants.items() if name in fields}
    examples = [Example(*each) for each in choices.examples]
    return list(
        records(
            made.sheet,
            made.mapping,
            constants,
            empty=EMPTY_WORDS if choices.empty is None else choices.empty,
            patterns=learned(examples) if examples else None,
            decided=decided,
            orders=choices.orders,
        )
    )


def signature_of(mapping: ColumnMapping) -> str:
    """The same for the same columns and kind."""
    return f"{mapping.kind}-{crc32(repr(mapping.header).encode()):08x}"


def _by_hand(guessed: ColumnMapping, choices: Choices) -> Iterator[tuple[str, str | None]]:
    """The columns that were chosen otherwise than guessed."""
    if choices.seen not in {None, signature_of(guessed)}:
        return
    for name, chosen in choices.columns.items():
        column = chosen
        if choices.seen is not None:
            if name not in FIELDS[guessed.kind]:
                continue
            column = _numbered(guessed.header, chosen)
        if column != (guessed.column(name) if name in guessed.columns else None):
            yield name, column


def _numbered(header: Sequence[str], number: str | None) -> str | None:
    if number and number.isdecimal() and len(number) < 5 and int(number) < len(header):
        return header[int(number)]
    return None


def _likeliest(source: Source, makers: Collection[str]) -> Sheet:
    """The sheet with the most columns that are known, the first of equals."""
    return max(source.sheets, key=lambda sheet: len(guess(sheet, makers=makers).columns))


def _origin(content: bytes, name: str, choices: Choices) -> Origin:
    return Origin(
        file_name=name,
        sha256=sha256(content).hexdigest(),
        source=clean(choices.source)[:MAX_SOURCE] or source_of(name),
        kind="cobie",
    )


def _plan(found: Sequence[Record], origin: Origin, choices: Choices, tell: Tell) -> Plan:
    return plan(
        found,
        existing.snapshot(found, origin.source, choices.today),
        source=origin.source,
        site=_site(choices.site),
        phone=_phone(choices.phone),
        conflicts=choices.conflicts,
        tell=tell,
    )


def _site(text: str) -> str:
    if not clean(text):
        return ""
    try:
        return named(clean(text), field="site")
    except Refusal as refusal:
        raise ImportRefused("%(sentence)s", sentence=str(refusal)).at("site") from refusal


def _phone(text: str) -> str:
    if not clean(text):
        return ""
    try:
        return phone_number(clean(text))
    except Refusal as refusal:
        raise ImportRefused("%(sentence)s", sentence=str(refusal)).at("phone") from refusal
