"""The round as a phone keeps it: plain values, every word in the reader's language."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from app import formats
from app.checks.logging.parts import called, left
from app.checks.models import Check, CheckItem, ItemKind, Result, Scope
from app.checks.queries import in_scope
from app.checks.words import limits, thing
from app.equipment.models import Equipment
from app.faults.queries import symptoms_by_type
from app.people.models import Person
from app.photos.models import Photo
from app.sync.queries import Along

Values = dict[str, Any]

ALWAYS_ASKED = {ItemKind.CHOICE, ItemKind.TEXT, ItemKind.PHOTO}
"""Kinds that "all fine" can't mean: a room check asks for them too, unless they are optional."""


def session_values(person: Person) -> Values:
    """Who is signed in, and the token that what they send has to bear."""
    return {"person": {"id": person.id, "name": person.name}, "token": generate_csrf()}


def round_values(person: Person, rooms: Sequence[Along], at: datetime) -> Values:
    """The round: rooms in order, and each item once by its key."""
    items = {item.id: item for each in rooms for item in each.items}
    return session_values(person) | {
        "taken": int(at.timestamp()),
        "rooms": [_room(each, at) for each in rooms],
        "items": {key: _item(item) for key, item in items.items()},
        "symptoms": _symptoms(rooms),
    }


def _symptoms(rooms: Sequence[Along]) -> Values:
    """The words for what can be wrong, by type of equipment; under "room" for a room itself."""
    things = [None, *(unit for each in rooms for unit in each.units)]
    return {
        str(kind or "room"): [[each.code, _(each.label)] for each in words]
        for kind, words in symptoms_by_type(things).items()
    }


def _room(each: Along, at: datetime) -> Values:
    room = each.room
    today = at.astimezone(room.support.zone).date()
    return {
        "id": room.id,
        "code": each.code,
        "name": room.name,
        "place": each.place,
        "due": _("Check due: %(day)s", day=formats.day_in_words(room.check_due_on, today)),
        "failing": list(_failing(each)),
        "units": [_unit(unit, each) for unit in each.units],
        "own": {scope.value: [item.id for item in in_scope(each.own, scope)] for scope in Scope},
    }


def _failing(each: Along) -> Iterator[Values]:
    for found in each.failing:
        yield {
            "finding": found.finding_id,
            "unit": found.noted.equipment_id,
            "item": found.item.id if found.item else None,
            "name": thing(found.noted.unit_name),
            "words": _(found.words),
            "note": found.note if found.note != found.words else "",
        }


def _unit(unit: Equipment, each: Along) -> Values:
    kind = unit.model.type
    return {
        "id": unit.id,
        "name": thing(unit.name),
        "icon": kind.icon,
        "type": kind.id,
        "detail": " · ".join(part for part in (_(kind.title), unit.model.label) if part),
        "statutory": kind.statutory,
        "parts": [
            {"stock": stock.id, "name": called(stock), "left": left(stock)}
            for stock in each.parts.get(unit.model_id, ())
        ],
        "lists": {
            scope.value: [item.id for item in each.lists[scope].get(unit.id, ())] for scope in Scope
        },
    }


def _item(item: CheckItem) -> Values:
    return {
        "text": _(item.text),
        "hint": " · ".join(part for part in (limits(item), item.hint and _(item.hint)) if part),
        "limits": limits(item),
        "picture": _picture(item.picture),
        "always": item.job_plan.statutory or item.kind in ALWAYS_ASKED,
        "kind": item.kind.value,
        "unit": item.unit,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "optional": item.optional,
        "options": [[each, item.judged_choice(each).value] for each in item.options],
    }


def _picture(photo: Photo | None) -> Values | None:
    if photo is None:
        return None
    address = url_for("photos.show", key=photo.key)
    return {"address": address, "width": photo.width, "height": photo.height}


def taken_in_values(check: Check) -> Values:
    """What the phone is told of a check that is stored: the same for each repeat."""
    return {
        "stored": check.id,
        "key": check.key,
        "done_at": check.done_at.isoformat(),
        "grade": int(check.grade),
        "sentence": _("Logged: not checked")
        if check.result is Result.NOT_CHECKED
        else _("Logged."),
    }
