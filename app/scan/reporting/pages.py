"""The report page as plain values: the units, what is known of one, what can be wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.codes.models import Tag
from app.equipment.models import Equipment, Symptom
from app.equipment.queries import unit_in, units_in
from app.faults import queries as faults
from app.faults import words
from app.faults.following.queries import approved_photos, approved_words
from app.faults.models import Fault, Kind, Promise
from app.faults.promises import queries as promises
from app.faults.promises.words import next_promise
from app.guides.trying import Help, things_to_try
from app.photos.models import Photo
from app.places.bookings import queries as bookings
from app.places.words import where
from app.scan.chips import ROOM, Chip, to_report
from app.scan.pages import EFFECT_STATES
from app.scan.phone import Phone, phone


@dataclass(frozen=True)
class Subject:
    """What a report is about: a unit, or the room itself where `equipment` is None."""

    equipment: Equipment | None

    @property
    def value(self) -> str:
        """The answer that stands for it in addresses and forms."""
        return str(self.equipment.id) if self.equipment else ROOM

    @property
    def words(self) -> str:
        """Its name."""
        return self.equipment.name if self.equipment else _("The room itself")

    @property
    def icon(self) -> str:
        """Its picture."""
        return self.equipment.model.type.icon if self.equipment else "door"


@dataclass(frozen=True)
class Picture:
    """A photo as the page shows it."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Known:
    """An open fault, as something to join."""

    id: int
    key: str
    title: str
    state: str
    text: str
    since: str
    until: str
    told: str
    said: tuple[str, ...]
    """What reporters wrote, where staff have approved it for everybody."""
    photos: tuple[Picture, ...]
    """Those that staff have approved for everybody."""


@dataclass(frozen=True)
class ReportPage:
    """Everything on the report page."""

    code: str
    room: str
    place: str
    phone: Phone
    subjects: tuple[Subject, ...]
    """What there is to choose from; empty once one is chosen."""
    chips: Mapping[str, tuple[Chip, ...]]
    """What can be wrong with each subject, by its value."""
    chosen: Subject | None
    unfound: bool
    known: tuple[Known, ...]
    options: tuple[tuple[str, str, str], ...]
    """Code, words and first help of each symptom."""
    help: Mapping[str, Help]
    """What to try before sending, by the symptoms' codes."""

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """The same as choices of a form."""
        return tuple((each.value, each.words) for each in self.subjects)


def subjects_of(room_id: int) -> tuple[Subject, ...]:
    """What can be reported in a room: its units in use, then the room itself."""
    return (*(Subject(unit) for unit in units_in(room_id)), Subject(None))


def choose(room_id: int, typed: str | None) -> Subject | None:
    """What an answer stands for in a room; None where it stands for nothing there."""
    if typed == ROOM:
        return Subject(None)
    unit = unit_in(room_id, typed or "")
    return Subject(unit) if unit else None


def symptoms_of(subject: Subject | None) -> dict[str, Symptom]:
    """What can be chosen as wrong with it, by code; nothing before it is chosen."""
    if subject is None:
        return {}
    return {each.code: each for each in faults.symptoms_of(subject.equipment)}


KINDS = (
    (Kind.QUESTION.value, _l("A question"), _l("Nothing is broken: you want to know something.")),
    (Kind.SUGGESTION.value, _l("A wish"), _l("Something that would make this room better.")),
)
"""What can be told besides what is broken: in the same list, so that it costs no tap."""


def offered(symptoms: Mapping[str, Symptom]) -> frozenset[str]:
    """Everything that can be chosen: what is wrong, a question, a wish."""
    kinds = {value for value, _label, _hint in KINDS} if words.OTHER in symptoms else set()
    return frozenset(symptoms) | kinds


def report_page(tag: Tag, typed: str | None, now: datetime) -> ReportPage:
    """The page at this moment, with the chosen unit where the answer stands for one."""
    room = tag.home
    chosen = choose(room.id, typed)
    subjects = () if chosen else subjects_of(room.id)
    symptoms = symptoms_of(chosen)
    return ReportPage(
        code=tag.code,
        room=room.name,
        place=where(room),
        phone=phone(room, bookings.stand_of(room, at=now), now),
        subjects=subjects,
        chips=to_report((each.equipment for each in subjects), tag.code),
        chosen=chosen,
        unfound=bool(typed) and chosen is None,
        known=_known(tag, chosen, now) if chosen else (),
        options=(*(_option(each) for each in symptoms.values()), *_kinds(symptoms)),
        help=things_to_try(chosen.equipment, symptoms.values()) if chosen else {},
    )


def _option(symptom: Symptom) -> tuple[str, str, str]:
    first = symptom.self_help.partition("\n")[0]
    if symptom.code == words.OTHER:
        first = _("Say in a few words what it is, below.")
    return symptom.code, str(_(symptom.label)), str(_(first)) if first else ""


def _kinds(symptoms: Mapping[str, Symptom]) -> tuple[tuple[str, str, str], ...]:
    chosen = offered(symptoms)
    return tuple((value, str(label), str(hint)) for value, label, hint in KINDS if value in chosen)


def _known(tag: Tag, chosen: Subject, now: datetime) -> tuple[Known, ...]:
    found = faults.open_of(tag.home, chosen.equipment)
    if not found:
        return ()
    ids = [fault.id for fault in found]
    beside = _Beside(
        faults.people_told(found), promises.owed_by(ids), approved_words(ids), approved_photos(ids)
    )
    return tuple(_card(fault, beside, tag, now) for fault in found)


@dataclass(frozen=True)
class _Beside:
    """What belongs to open faults, by their ids."""

    told: Mapping[int, int]
    owed: Mapping[int, Sequence[Promise]]
    said: Mapping[int, Sequence[str]]
    photos: Mapping[int, Sequence[Photo]]


def _card(fault: Fault, beside: _Beside, tag: Tag, now: datetime) -> Known:
    zone, told = tag.home.support.zone, beside.told.get(fault.id, 0)
    shown = beside.photos.get(fault.id, ())
    return Known(
        id=fault.id,
        key=str(uuid4()),
        title=str(_(words.title(fault))),
        state=EFFECT_STATES[fault.effect],
        text=fault.detail,
        since=words.noticed(fault, now, zone),
        until=next_promise(beside.owed.get(fault.id, ()), fault, now, zone),
        told=ngettext("%(num)d report.", "%(num)d reports.", told) if told else "",
        said=tuple(beside.said.get(fault.id, ())),
        photos=tuple(_picture(each, tag) for each in shown),
    )


def _picture(photo: Photo, tag: Tag) -> Picture:
    address = url_for("scan.approved_photo", code=tag.code, key=photo.key)
    return Picture(address, photo.width, photo.height)
