"""Taking in a check that a phone kept while it had no signal."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.checks import service as checks
from app.checks.models import Check, CheckItem, ItemKind, JobPlan, Result
from app.checks.service import Found, Used, WithoutSignal
from app.equipment.models import Equipment, SpareStock, Symptom
from app.equipment.queries import symptoms
from app.errors import Refusal
from app.extensions import db
from app.faults.words import OTHER
from app.people.models import Person
from app.photos.cleaning import Picture
from app.places import queries as places
from app.places.models import Room
from app.sync.again import follow_ups, insist_answered
from app.sync.clocks import times
from app.sync.message import Answer, Message, Part

Row = TypeVar("Row", Equipment, CheckItem, SpareStock)


Photos = Mapping[int | None, Sequence[Picture]]
"""By the place of their finding in the message; None: of the visit as a whole."""
NO_PHOTOS: Photos = {}


def take_in(message: Message, photos: Photos, by: Person, *, received_at: datetime) -> Check:
    """The stored check; the same one for each repeat of the message, whatever changed meanwhile.

    What can't be taken is refused with a sentence that the phone shows beside it. Only what the
    check says is compared: when it was sent, and by which clock, differs with each repeat.
    """
    if message.person != by.id:
        raise Refusal(
            _("Somebody else recorded this check. It is sent when they sign in on this phone."),
            status=403,
        )
    stored = db.session.scalar(select(Check).where(Check.key == message.key))
    room = places.room(message.room)
    if room is None or (stored is None and room.retired_at is not None):
        raise Refusal(_("This room is not in use any more."), status=410)
    found = found_in(message.findings, photos)
    _insist_own(room, found)
    _insist_photographed(found)
    used = parts_said(message.parts)
    _insist_seen(used, found)
    told = follow_ups(room, message.again or ())
    if stored is None:
        insist_answered(room, by, message, found)
    when = times(message, received_at=received_at)
    return checks.log(
        room,
        by,
        message.scope,
        found,
        follow_ups=told,
        parts=used,
        key=message.key,
        note=message.note,
        reason=message.reason,
        photos=photos.get(None, ()),
        at=when.done_at,
        received_at=received_at,
        device=WithoutSignal(when.clock_off, message.at_tag),
    )


def found_in(answers: Sequence[Answer], photos: Photos = NO_PHOTOS) -> list[Found]:
    """The findings of a message; refused where one is of something that never was."""
    units = _rows(Equipment, {each.unit for each in answers if each.unit})
    items = _rows(CheckItem, {each.item for each in answers if each.item})
    words = symptoms({each.symptom for each in answers} - {"", OTHER})
    return [
        _found(
            each,
            units[each.unit] if each.unit else None,
            items[each.item] if each.item else None,
            words.get(each.symptom),
            tuple(photos.get(at, ())),
        )
        for at, each in enumerate(answers)
    ]


def parts_said(parts: Sequence[Part]) -> list[Used]:
    """The parts of a message, each stock once for each unit; refused where one never was."""
    units = _rows(Equipment, {each.unit for each in parts})
    kept = _rows(SpareStock, {each.stock for each in parts}, joinedload(SpareStock.spare))
    numbers: dict[tuple[int, int], int] = {}
    for each in parts:
        of = each.unit, each.stock
        numbers[of] = numbers.get(of, 0) + each.number
    return [Used(units[unit], kept[stock], number) for (unit, stock), number in numbers.items()]


def _found(
    said: Answer,
    unit: Equipment | None,
    item: CheckItem | None,
    symptom: Symptom | None,
    pictures: tuple[Picture, ...],
) -> Found:
    return Found(
        unit,
        said.result,
        item,
        said.reason,
        said.reading,
        said.read_on,
        said.note,
        said.answer,
        pictures,
        symptom,
        said.effect,
    )


def _insist_photographed(found: Sequence[Found]) -> None:
    """Refuse a photo that is only said to be there."""
    for each in found:
        is_photo = each.item is not None and each.item.kind is ItemKind.PHOTO
        if is_photo and each.result is Result.PASS and not each.photos:
            sentence = _("A photo did not arrive: %(what)s. Take it again.", what=each.words)
            raise Refusal(sentence, status=422)


def _insist_seen(used: Sequence[Used], found: Sequence[Found]) -> None:
    """Refuse a part in a unit of which it is not said how it is now."""
    seen = {each.equipment_id for each in found if each.result in {Result.PASS, Result.FAIL}}
    for each in used:
        if each.equipment.id not in seen:
            sentence = _("A part was used: say how %(unit)s is now.", unit=each.equipment.name)
            raise Refusal(sentence, status=422)


def _insist_own(room: Room, found: Sequence[Found]) -> None:
    """Refuse an item without a unit that no plan for this room ever had."""
    items = {each.item_id for each in found if each.item and not each.equipment}
    asked = select(CheckItem.id).join(CheckItem.job_plan).where(JobPlan.room_id == room.id)
    if items and items - set(db.session.scalars(asked.where(CheckItem.id.in_(items)))):
        raise Refusal(_changed(), status=410)


def _changed() -> str:
    return _("The list of this room changed meanwhile. Take the room along again, and check it.")


def _rows(table: type[Row], keys: set[int], *brought: ORMOption) -> dict[int, Row]:
    asked = select(table).where(table.id.in_(keys)).options(*brought)
    found = {row.id: row for row in db.session.scalars(asked)} if keys else {}
    if keys - set(found):
        raise Refusal(_changed(), status=410)
    return found
