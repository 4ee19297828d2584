"""The dry run as a page shows it: figures, what is made on the way, and the lines page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.formats import number
from app.imports.looking.forms import Typed
from app.imports.planning.plans import Line, Outcome, Plan, Sentence
from app.imports.reading.sheets import ImportRefused
from app.paging import PAGE_SIZE, Pages, Slice, pages

FIELD_WORDS: Mapping[str, Any] = {
    "site": _l("Site"),
    "building": _l("Building"),
    "floor": _l("Floor"),
    "room": _l("Room"),
    "description": _l("Description"),
    "criticality": _l("Criticality"),
    "external_id": _l("Id in this list"),
    "external_source": _l("Whose id it is"),
    "retired_on": _l("Out of use since"),
    "equipment_type": _l("Type"),
    "maker": _l("Maker"),
    "model_number": _l("Model number"),
    "name": _l("Name"),
    "asset_tag": _l("Asset tag"),
    "serial_number": _l("Serial number"),
    "installed_on": _l("Installed on"),
}

OUTCOME_WORDS: Mapping[Outcome, Any] = {
    Outcome.CREATE: _l("new"),
    Outcome.CHANGE: _l("changed"),
    Outcome.SAME: _l("the same"),
    Outcome.REFUSED: _l("refused"),
    Outcome.CONFLICT: _l("conflict"),
}

STATES = {
    Outcome.CREATE: "pass",
    Outcome.CHANGE: "seen",
    Outcome.SAME: "na",
    Outcome.REFUSED: "fail",
    Outcome.CONFLICT: "fail",
}
TONES = {
    Outcome.CREATE: "ok",
    Outcome.CHANGE: "info",
    Outcome.SAME: "na",
    Outcome.REFUSED: "bad",
    Outcome.CONFLICT: "bad",
}


@dataclass(frozen=True)
class LineRow:
    """One line of the dry run."""

    line: str
    name: str
    place: str
    state: str
    word: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """How many lines have an outcome; `address` shows only these, or all if they are shown."""

    number: str
    words: str
    address: str
    tone: str


@dataclass(frozen=True)
class Trial:
    """The dry run: its figures, what comes with it, the lines of this page."""

    read: str
    figures: tuple[Figure, ...]
    beside: tuple[str, ...]
    rows: tuple[LineRow, ...]
    pages: Pages
    shown: str
    everything: str
    fingerprint: str
    does: str | None


def trial(token: str, typed: Typed, carried: Mapping[str, str], plan: Plan) -> Trial:
    """The dry run as the page shows it; `carried` is what its links have to say again."""

    def address(show: str, page: int = 1) -> str:
        values: dict[str, Any] = {**carried, "show": show or None}
        values |= {"page": page if page > 1 else None, "_anchor": "dry-run"}
        return url_for("imports.preview", token=token, **values)

    wanted = typed.get("show", "")
    lines = [line for line in plan.lines if wanted in {"", line.outcome, line.outcome.figure}]
    asked = typed.get("page", "1")
    part = _slice(len(lines), int(asked) if asked.isdecimal() and len(asked) < 7 else 1)
    return Trial(
        read=number(plan.read),
        figures=tuple(_figures(plan, wanted, address)),
        beside=tuple(beside(plan.made_on_the_way)),
        rows=tuple(_row(lines[index]) for index in part.ids),
        pages=pages(part, lambda page: address(wanted, page)),
        shown=wanted if wanted in set(Outcome) else "",
        everything=address(""),
        fingerprint=plan.fingerprint,
        does=_does(plan) if plan.changes_something else None,
    )


def _slice(total: int, page: int) -> Slice:
    page = min(max(page, 1), max(-(-total // PAGE_SIZE), 1))
    first = (page - 1) * PAGE_SIZE
    return Slice(list(range(first, min(first + PAGE_SIZE, total))), total, page)


def _figures(plan: Plan, wanted: str, address: Any) -> Iterator[Figure]:
    for outcome, count in plan.counts.items():
        tone = TONES[outcome] if count else "na"
        shows = "" if outcome.value == wanted else outcome.value
        yield Figure(number(count), str(OUTCOME_WORDS[outcome]), address(shows), tone)


def done_counts(plan: Plan) -> dict[str, int]:
    """What the result page tells, as plain numbers."""
    counts = {outcome.value: count for outcome, count in plan.counts.items()}
    return counts | dict(plan.made_on_the_way)


def beside(made: Mapping[str, int]) -> Iterator[str]:
    """What is made on the way, in words: "3 buildings"."""
    words = {
        "sites": _("Sites made: %(number)s"),
        "buildings": _("Buildings made: %(number)s"),
        "floors": _("Floors made: %(number)s"),
        "rooms": _("Rooms made for their equipment: %(number)s"),
        "models": _("Models made: %(number)s"),
    }
    for name, text in words.items():
        if made[name]:
            yield text % {"number": number(made[name])}


def _does(plan: Plan) -> str:
    counts = plan.counts
    return str(
        _(
            "Apply: %(new)s new, %(changed)s changed",
            new=number(counts[Outcome.CREATE]),
            changed=number(counts[Outcome.CHANGE]),
        )
    )


def _row(line: Line) -> LineRow:
    told = [
        _(
            "%(field)s: %(old)s → %(new)s",
            field=FIELD_WORDS[change.field],
            old=change.old or "—",
            new=change.new or "—",
        )
        for change in line.changes
    ]
    return LineRow(
        line=f"{line.sheet} {line.line}".strip(),
        name=line.name or "—",
        place=line.place or "—",
        state=STATES[line.outcome],
        word=str(OUTCOME_WORDS[line.outcome]),
        told=(*told, *(sentence(each) for each in line.says)),
    )


def sentence(said: Sentence | ImportRefused) -> str:
    """The message in the reader's language, with its values."""
    values = {
        name: _(value) if name == "what" and isinstance(value, str) else value
        for name, value in said.values.items()
    }
    text = _(said.message) % values
    column = getattr(said, "column", "")
    return f"{column}: {text}" if column else str(text)
