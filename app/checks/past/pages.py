"""Past work as staff read it: each entry says whose word it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.checks.models import PastKind, PastWork, Result
from app.checks.past.listing import NEWEST, Past, PastFilter, newest
from app.checks.words import thing
from app.equipment.models import Equipment
from app.paging import Pages, pages
from app.places.models import Building, Room
from app.places.words import where

SHORT = 300
"""Characters of a text that are shown before the rest is folded away."""

KINDS = {PastKind.CHECK: _l("Check"), PastKind.WORK: _l("Work")}
RESULTS = {
    Result.PASS: _l("fine"),
    Result.FAIL: _l("not fine"),
    Result.NOT_APPLICABLE: _l("not applicable"),
    Result.NOT_CHECKED: _l("not checked"),
}


@dataclass(frozen=True)
class PastEntry:
    """One entry of a timeline of past work; `rest` is what is folded away of a long text."""

    when_words: str
    when_iso: str
    title: str
    text: str
    rest: str
    readings: str
    who: str
    on: str
    room: str
    place: str
    room_address: str


@dataclass(frozen=True)
class PastSection:
    """The newest past work of a room or a unit; `more` leads to all of it, where there is more."""

    entries: tuple[PastEntry, ...]
    more: str


@dataclass(frozen=True)
class PastPage:
    """The list of past work with its filters; `of` names the room or the unit it is about."""

    entries: tuple[PastEntry, ...]
    buildings: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    chosen: Mapping[str, str]
    of: str
    back: str
    back_words: str
    everything: str
    pages: Pages
    is_filtered: bool


def past_section(room: Room, unit_id: int | None = None) -> PastSection:
    """What other systems tell of a room, or of the unit in it."""
    wanted = PastFilter(unit_id=unit_id) if unit_id else PastFilter(room_id=room.id)
    found = newest(wanted)
    of: dict[str, Any] = {"unit": unit_id} if unit_id else {"room": room.id}
    more = url_for("checks.past", **of) if len(found) > NEWEST else ""
    return PastSection(tuple(_entry(each) for each in found[:NEWEST]), more)


def past_page(
    found: Past,
    wanted: PastFilter,
    buildings: Sequence[Building],
    of: Room | Equipment | None,
) -> PastPage:
    """The page of the list, with the ways to its neighbours."""
    chosen = _chosen(wanted)
    return PastPage(
        entries=tuple(_entry(each) for each in found.work),
        buildings=[("", _("All")), *((str(each.id), each.name) for each in buildings)],
        kinds=[("", _("All")), *((kind.value, str(word)) for kind, word in KINDS.items())],
        chosen={name: chosen.get(name, "") for name in ("q", "building", "kind", "room", "unit")},
        of=of.name if of else "",
        back=_back(of),
        back_words=_("Room %(name)s", name=_room_of(of).name) if of else _("Checks"),
        everything=url_for("checks.past"),
        pages=pages(found.part, lambda page: url_for("checks.past", **chosen, page=page)),
        is_filtered=bool(chosen),
    )


def _chosen(wanted: PastFilter) -> dict[str, Any]:
    sides = {
        "q": wanted.words,
        "building": wanted.building_id,
        "kind": wanted.kind,
        "room": wanted.room_id,
        "unit": wanted.unit_id,
    }
    return {name: str(value) for name, value in sides.items() if value}


def _room_of(of: Room | Equipment) -> Room:
    return of.room if isinstance(of, Equipment) else of


def _back(of: Room | Equipment | None) -> str:
    return url_for("scan.room", room_id=_room_of(of).id) if of else url_for("checks.listing")


def _entry(work: PastWork) -> PastEntry:
    return PastEntry(
        when_words=formats.full_date(work.done_on),
        when_iso=work.done_on.isoformat(),
        title=_title(work),
        text=work.words if len(work.words) <= SHORT else f"{work.words[:SHORT].rstrip()} …",
        rest=work.words if len(work.words) > SHORT else "",
        readings=" · ".join(f"{each['name']}: {each['value']}" for each in work.readings),
        who=_source(work),
        on=thing(work.equipment.name if work.equipment else None),
        room=work.room.name,
        place=where(work.room),
        room_address=url_for("scan.room", room_id=work.room_id),
    )


def _title(work: PastWork) -> str:
    kind = str(KINDS[work.kind])
    result = str(RESULTS[work.result]) if work.result else ""
    said = f"{kind}: {result}" if result else kind
    return f"{said} · {work.external_id}" if work.external_id else said


def _source(work: PastWork) -> str:
    told = _(
        "Imported from %(source)s, recorded there, not seen here (evidence grade 0)",
        source=work.source,
    )
    return f"{work.who} · {told}" if work.who else told
