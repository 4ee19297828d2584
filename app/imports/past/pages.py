"""The pages of past imports as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from flask import url_for
from flask_babel import get_timezone, ngettext
from flask_babel import gettext as _

from app import formats
from app.formats import number
from app.imports.looking.trial import OUTCOME_WORDS, TONES, Figure
from app.imports.models import Action, ImportBatch, ImportChange, ImportState, What
from app.imports.past import queries
from app.imports.past.queries import Wanted, Which
from app.imports.past.words import (
    ACTION_WORDS,
    STATE_WORDS,
    WHAT_WORDS,
    kind_words,
    reason,
    told,
    who,
    who_undid,
)
from app.imports.planning.plans import FIGURES
from app.paging import Pages, Slice, pages

BADGES = {ImportState.APPLIED: "pass", ImportState.UNDONE: "na"}


@dataclass(frozen=True)
class BatchRow:
    """A past import in the list of all."""

    address: str
    title: str
    detail: str
    state: str
    word: str


@dataclass(frozen=True)
class PastPage:
    """The past imports of one page of the list."""

    rows: tuple[BatchRow, ...]
    pages: Pages


@dataclass(frozen=True)
class ChangeRow:
    """One row that an import made or changed, or what would become of it."""

    name: str
    address: str
    what: str
    place: str
    state: str
    word: str
    told: tuple[str, ...]


@dataclass(frozen=True)
class BatchPage:
    """One past import."""

    id: int
    title: str
    state: str
    word: str
    figures: tuple[Figure, ...]
    facts: tuple[tuple[str, str], ...]
    wanted: Wanted
    choices: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    left: str
    rows: tuple[ChangeRow, ...]
    pages: Pages
    can_undo: bool


def past_page(part: Slice, found: Sequence[ImportBatch], now: datetime) -> PastPage:
    """The list under the form for a new file."""
    return PastPage(
        tuple(_batch_row(each, now) for each in found),
        pages(part, lambda page: url_for("imports.upload", page=page, _anchor="past")),
    )


def _zone() -> tzinfo:
    return get_timezone() or UTC


def _batch_row(batch: ImportBatch, now: datetime) -> BatchRow:
    counts = _(
        "%(new)s new, %(changed)s changed",
        new=number(batch.created),
        changed=number(batch.changed),
    )
    when = formats.ago(batch.at, now, _zone())
    return BatchRow(
        address=url_for("imports.batch", batch_id=batch.id),
        title=batch.file_name,
        detail=f"{counts} · {who(batch)} · {when}",
        state=BADGES[batch.state],
        word=str(STATE_WORDS[batch.state]),
    )


def batch_page(batch: ImportBatch, wanted: Wanted, page: int) -> BatchPage:
    """One past import, with the wanted rows of this page."""
    part, found = queries.changes(batch.id, wanted, page)
    is_undone = batch.state is ImportState.UNDONE
    left = queries.count_left(batch.id) if is_undone else 0
    asked = {"q": wanted.words, "which": wanted.which.value, "what": wanted.what}

    def address(number: int) -> str:
        return url_for("imports.batch", batch_id=batch.id, page=number, **_tidy(asked))

    return BatchPage(
        id=batch.id,
        title=batch.file_name,
        state=BADGES[batch.state],
        word=str(STATE_WORDS[batch.state]),
        figures=tuple(_figures(batch)),
        facts=tuple(_facts(batch)),
        wanted=wanted,
        choices=tuple(_choices(is_undone=is_undone)),
        kinds=(("", _("Everything")), *_kinds(batch)),
        left=_left_words(left) if left else "",
        rows=tuple(_rows(found, is_undone=is_undone)),
        pages=pages(part, address),
        can_undo=not is_undone,
    )


def _tidy(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value or None for name, value in asked.items()}


def _figures(batch: ImportBatch) -> Iterator[Figure]:
    counts = (batch.created, batch.changed, batch.same, batch.refused)
    for outcome, count in zip(FIGURES, counts, strict=True):
        tone = TONES[outcome] if count else "na"
        yield Figure(number(count), str(OUTCOME_WORDS[outcome]), "", tone)


def _facts(batch: ImportBatch) -> Iterator[tuple[str, str]]:
    yield _("Imported"), formats.full_moment(batch.at, _zone())
    yield _("By"), who(batch)
    yield _("Lines read"), number(batch.read)
    yield _("A list of"), kind_words(batch)
    yield _("Whose ids"), batch.source
    if batch.undone_at:
        yield _("Taken back"), formats.full_moment(batch.undone_at, _zone())
        yield _("Taken back by"), who_undid(batch)


def _choices(*, is_undone: bool) -> Iterator[tuple[str, str]]:
    yield "", _("All rows")
    yield Which.CREATED, _("New")
    yield Which.CHANGED, _("Changed")
    if is_undone:
        yield Which.LEFT, _("Left")


def _kinds(batch: ImportBatch) -> Iterator[tuple[str, str]]:
    for what, count in queries.kinds(batch.id).items():
        yield what, f"{WHAT_WORDS[what]} ({number(count)})"


def _left_words(left: int) -> str:
    return ngettext(
        "%(count)s row could not be taken back: it was built on. It is still there.",
        "%(count)s rows could not be taken back: they were built on. They are still there.",
        left,
        count=number(left),
    )


def _rows(found: Sequence[ImportChange], *, is_undone: bool) -> Iterator[ChangeRow]:
    for each, address in zip(found, addresses(found), strict=True):
        state, word = _fate(each) if is_undone else _outcome(each)
        says = (reason(each.left, each.what),) if each.left else ()
        yield ChangeRow(
            name=each.name or "—",
            address=address,
            what=str(WHAT_WORDS[each.what]),
            place=each.place or "—",
            state=state,
            word=word,
            told=(*told(each.before, each.after), *says),
        )


def _outcome(change: ImportChange) -> tuple[str, str]:
    state = "pass" if change.action is Action.CREATED else "seen"
    return state, str(ACTION_WORDS[change.action])


def _fate(change: ImportChange) -> tuple[str, str]:
    return ("limits", _("left")) if change.left else ("na", _("taken back"))


def addresses(found: Sequence[ImportChange]) -> Iterator[str]:
    """The page of each room or unit that is still there; an empty text for all others."""
    there = {
        what: queries.still_there(what, [each.row_id for each in found if each.what is what])
        for what in (What.ROOM, What.UNIT)
    }
    for each in found:
        yield _address(each) if each.row_id in there.get(each.what, ()) else ""


def _address(change: ImportChange) -> str:
    if change.what is What.ROOM:
        return url_for("scan.room", room_id=change.row_id)
    return url_for("checks.unit", unit_id=change.row_id)
