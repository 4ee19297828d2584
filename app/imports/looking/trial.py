"""The dry run as a sum: what would become of the lines, what is made on the way, and why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.formats import number
from app.imports.meaning.cobie.units import SEVERAL
from app.imports.meaning.making import NO_BUILDING
from app.imports.meaning.records import Refusal
from app.imports.planning.conflicts import BOTH
from app.imports.planning.plans import FIGURES, Outcome, Plan, Sentence
from app.imports.planning.working import jobs, past, units
from app.imports.reading.sheets import ImportRefused
from app.imports.runs.found.findings import Findings, Said
from app.imports.runs.found.tried import Reason, Tried
from app.imports.words import field_word

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


BUILDING_FOR_ALL = frozenset({NO_BUILDING, units.NO_BUILDING})
ROOM_FOR_ALL = frozenset(
    {
        *(units.NO_ROOM, units.NO_ROOM_HERE, jobs.NOTHING),
        *(past.NOWHERE, past.GIVE_A_ROOM),
    }
)
"""Reasons that a text for all rows takes away."""


@dataclass(frozen=True)
class Figure:
    """How many lines have an outcome; `address` shows only these."""

    number: str
    words: str
    address: str
    tone: str


@dataclass(frozen=True)
class Why:
    """A reason: how many lines it keeps out, where they are shown, and the choice that mends it."""

    count: str
    text: str
    is_example: bool
    address: str
    lines: str
    mend: str
    mend_words: str


@dataclass(frozen=True)
class Trial:
    """The dry run as a sum; `figures` begin with what was read, which the others add up to.

    `conflicts` asks which side is to win; "" where that would change nothing.
    """

    read: str
    is_empty: bool
    is_all_refused: bool
    figures: tuple[Figure, ...]
    beside: tuple[str, ...]
    refused: tuple[Why, ...]
    notes: tuple[Why, ...]
    conflicts: str
    why_refused: str
    fingerprint: str
    does: str


def lines_address(token: str, **asked: Any) -> str:
    """Where the lines that are asked for are shown."""
    asked = {name: value for name, value in asked.items() if value not in {"", None}}
    return url_for("imports.preview", token=token, _anchor="lines", **asked)


def trial(token: str, found: Findings, tried: Tried, *, takes: bool) -> Trial:
    """The sum of a dry run, with its reasons; `takes` says that the list wins over what is here."""
    reasons = tried.reasons()
    out = [each for each in reasons if each.outcome.figure is Outcome.REFUSED]
    notes = [each for each in reasons if each.outcome.figure is not Outcome.REFUSED]
    return Trial(
        read=number(found.read),
        is_empty=not found.read,
        is_all_refused=found.figures.get(Outcome.REFUSED.value, 0) == found.read,
        figures=summed(found.figures, token),
        beside=tuple(beside(found.made)),
        refused=tuple(_why(token, found, each) for each in out),
        notes=tuple(_why(token, found, each) for each in notes),
        conflicts=_conflicts(reasons, takes),
        why_refused=_why_refused(found.figures) if out else "",
        fingerprint=found.fingerprint,
        does=_does(found.figures) if found.changes_something else "",
    )


def summed(counts: Mapping[str, int], token: str = "") -> tuple[Figure, ...]:
    """What was read, and the four figures that add up to it; they lead to their lines."""
    read = sum(counts.get(each.value, 0) for each in FIGURES)

    def figure(count: int, words: str, show: str, tone: str) -> Figure:
        address = lines_address(token, show=show) if token and count else ""
        return Figure(number(count), words, address, tone if count else "na")

    return (
        figure(read, _("read"), "", "na"),
        *(
            figure(counts.get(each.value, 0), str(OUTCOME_WORDS[each]), each.value, TONES[each])
            for each in FIGURES
        ),
    )


def _why(token: str, found: Findings, reason: Reason) -> Why:
    mend, words = _mend(found, reason)
    return Why(
        count=_("%(number)s ×", number=number(reason.lines)),
        text=sentence(reason.example),
        is_example=reason.lines > 1 and bool(reason.example.values),
        address=lines_address(token, reason=reason.key),
        lines=ngettext("Show this line", "Show these lines", reason.lines),
        mend=mend,
        mend_words=words,
    )


def _mend(found: Findings, reason: Reason) -> tuple[str, str]:
    """The choice on the page that mends a reason, and its words; empty where there is none."""
    said = reason.example
    if said.message == BOTH:
        return "#conflicts", _("Choose which one is right")
    if said.message in BUILDING_FOR_ALL:
        return "#constant-building", _("Give one building for these rows")
    if said.message in ROOM_FOR_ALL:
        return "#constant-room", _("Give one room for these rows")
    if said.message == SEVERAL:
        return "#several", _("Say what becomes of these")
    name = _field(found, said.column)
    if name:
        return f"#column-{name}", _("Change what “%(field)s” is", field=field_word(name))
    return "", ""


def _field(found: Findings, column: str) -> str:
    """The field that a column stands for; "" for none."""
    for each in found.fields:
        if column and column == (each.name if each.column is None else found.header[each.column]):
            return each.name
    return ""


def _conflicts(reasons: Sequence[Reason], takes: bool) -> str:
    count = sum(each.lines for each in reasons if each.example.message == BOTH)
    if count:
        return ngettext(
            "%(num)d line was changed here and in the list. Which is right?",
            "%(num)d lines were changed here and in the list. Which is right?",
            count,
        )
    return _("Where something was changed here and in the list: which is right?") if takes else ""


def _why_refused(counts: Mapping[str, int]) -> str:
    count = counts.get(Outcome.REFUSED, 0)
    return ngettext(
        "%(count)s refused: why?", "%(count)s refused: why?", count, count=number(count)
    )


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
        "zones": _("Zones made: %(number)s"),
        "vendors": _("Vendors made: %(number)s"),
        "systems": _("Systems made: %(number)s"),
        "spares": _("Spare parts made: %(number)s"),
        "jobs": _("Planned work made: %(number)s"),
        "past": _("Past work kept: %(number)s"),
    }
    for name, text in words.items():
        if made.get(name):
            yield text % {"number": number(made[name])}


def _does(counts: Mapping[str, int]) -> str:
    return _(
        "Apply: %(new)s new, %(changed)s changed",
        new=number(counts.get(Outcome.CREATE, 0)),
        changed=number(counts.get(Outcome.CHANGE, 0)),
    )


def sentence(said: Sentence | ImportRefused | Said | Refusal) -> str:
    """The message in the reader's language, with its values."""
    values = {
        name: _(value) if name == "what" and isinstance(value, str) else value
        for name, value in said.values.items()
    }
    text = _(said.message) % values
    column = getattr(said, "column", "")
    if not column:
        return str(text)
    return f"{field_word(column)}: {text}"


def sentences(said: Sequence[Sentence]) -> tuple[str, ...]:
    """The same for several."""
    return tuple(sentence(each) for each in said)
