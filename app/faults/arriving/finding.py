"""What a mail is about: the fault that it answers, else the tag or the room that it names."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.codes import queries as codes
from app.codes.code import read_code
from app.equipment import queries as equipment
from app.equipment.models import Equipment
from app.extensions import db
from app.faults import queries as faults
from app.faults.arriving.reading import Arrived
from app.faults.models import Fault, Follower, Report
from app.notices.models import Notice
from app.people.models import Person
from app.places import queries as places
from app.places.models import Building, Room

CODE = re.compile(r"(?<![^\W_])(?:[0-9A-Za-z]{4}[-\u2010\u2011 ]?){2}[0-9A-Za-z]{4}(?![^\W_])")
NUMBER = re.compile(r"(?:#|\bnumber |\bfault )(\d{1,9})\b", re.IGNORECASE)
MOST_CODES = 40
MOST_LIKELY = 5
SHORTEST_NAME = 3
"""A room's name of fewer letters is no sign by itself, nor one without a digit of fewer than"""
SHORTEST_WORD = 6
AROUND = ".,;:!?()[]{}\"'“”„‚‘’«»<>/|*_-"
ROOM_WORDS = ("room", "raum", "hörsaal", "salle", "sala", "aula")
LOOKED_AT = 20_000


@dataclass(frozen=True)
class Place:
    """What a mail is about."""

    room: Room
    unit: Equipment | None = None


@dataclass(frozen=True)
class Named:
    """A room by its names."""

    id: int
    name: str
    building: str


def fault_of(mail: Arrived) -> Fault | None:
    """The fault that the mail is an answer about; None where it is about none, or about several.

    It answers a letter of ours, whose id nobody can guess; or its subject names the fault, and
    its sender was told of that one before, so that no stranger writes into others' faults.
    """
    found = set(_answered(mail.answered)) or set(_named(mail))
    fault = db.session.get(Fault, found.pop()) if len(found) == 1 else None
    return fault and faults.part_of(fault)


def _answered(ids: Sequence[str]) -> Iterable[int]:
    told = select(Notice.about).where(Notice.letter.in_(ids[:50]), Notice.letter != "").distinct()
    for about in db.session.scalars(told):
        kind, _dash, number = about.partition("-")
        if not number.isdecimal():
            continue
        if kind == "fault":
            yield int(number)
        elif kind == "follower":
            of = select(Report.fault_id).join(Follower, Follower.report_id == Report.id)
            yield from db.session.scalars(of.where(Follower.id == int(number)))


def _named(mail: Arrived) -> Iterable[int]:
    for number in dict.fromkeys(int(each) for each in NUMBER.findall(mail.subject)[:5]):
        if number < 2**31 and mail.sender and _knows(mail.sender, number):
            yield number


def _knows(sender: str, fault_id: int) -> bool:
    """Whether an address has to do with a fault: it told us, was told of it, or is of the staff."""
    asked = (
        select(Report.id).where(Report.fault_id == fault_id, Report.contact == sender),
        select(Notice.id).where(Notice.about == f"fault-{fault_id}", Notice.address == sender),
        select(Person.id).where(Person.email == sender, Person.active.is_(True)),
    )
    return any(db.session.scalar(each.limit(1)) is not None for each in asked)


def place_of(mail: Arrived) -> Place | None:
    """The room, or the unit in it, that the mail is about; None where that is not plain."""
    said = mail.subject, mail.new_words[:LOOKED_AT]
    return _tagged(" \n".join(said)) or _called(said)


def _tagged(text: str) -> Place | None:
    found: dict[tuple[int | None, int], Place] = {}
    for code in dict.fromkeys(filter(None, map(read_code, CODE.findall(text)))):
        if len(found) < MOST_CODES and (tag := codes.answering(code)):
            found[tag.equipment_id, tag.home.id] = Place(tag.home, tag.equipment)
    if len(found) == 1:
        return next(iter(found.values()))
    rooms = {each.room.id: each.room for each in found.values()}
    return Place(next(iter(rooms.values()))) if len(rooms) == 1 else None


def _called(said: tuple[str, str]) -> Place | None:
    """By names: those of the subject count before those of the text."""
    known = _known()
    for text, is_short in zip(said, (True, False), strict=True):
        rooms = named_in(text, known, is_short=is_short)
        if len(rooms) == 1 and (room := places.room(rooms[0].id)):
            return Place(room, _unit_in(" \n".join(said), room))
        if rooms:
            return None
    return None


def likely_rooms(mail_words: str) -> Sequence[Room]:
    """Rooms that some words may mean, for a person to choose from; with their buildings."""
    named = named_in(mail_words[:LOOKED_AT], _known(), is_short=True)[:MOST_LIKELY]
    wanted = select(Room).where(Room.id.in_([each.id for each in named]))
    return db.session.scalars(wanted.options(joinedload(Room.building)).order_by(Room.name)).all()


def _known() -> list[Named]:
    """All rooms in use, by their names alone: there may be 50,000."""
    rows = db.session.execute(
        select(Room.id, Room.name, Building.name)
        .join(Room.building)
        .where(Room.retired_at.is_(None))
    )
    return [Named(*row) for row in rows]


def named_in(text: str, known: Sequence[Named], *, is_short: bool) -> list[Named]:
    """The rooms that a text names; of several that bear one name, those whose building it names.

    A name within a longer one is none of its own: who writes "2.14 B" does not mean "2.14". In a
    long text a mere number may be an hour or a price, so that "room" has to stand before it.
    """
    spoken = _spoken(text)
    named = [each for each in known if _is_named(_spoken(each.name), spoken, is_short=is_short)]
    longest = [each for each in named if not _is_within_another(each, named)]
    placed = [each for each in longest if _spoken(each.building) in spoken]
    return placed or longest


def _spoken(text: str) -> str:
    """The text as words between spaces, so that only whole ones are found in it."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = (each.strip(AROUND) for each in plain.split())
    return f" {' '.join(each for each in words if each)} "


def _is_named(name: str, spoken: str, *, is_short: bool) -> bool:
    if name not in spoken or not name.strip():
        return False
    if any(f" {each}{name}" in spoken for each in (*ROOM_WORDS, _("room").casefold())):
        return True
    has_digit, has_letter = any(map(str.isdigit, name)), any(map(str.isalpha, name))
    if len(name) - 2 < (SHORTEST_NAME if has_digit else SHORTEST_WORD):
        return False
    return has_letter or is_short


def _is_within_another(room: Named, named: Sequence[Named]) -> bool:
    mine = _spoken(room.name)
    return any(mine != _spoken(each.name) and mine in _spoken(each.name) for each in named)


def _unit_in(text: str, room: Room) -> Equipment | None:
    spoken = _spoken(text)
    named = [
        each
        for each in equipment.units_in(room.id)
        if len(each.name) >= SHORTEST_WORD and _spoken(each.name) in spoken
    ]
    return named[0] if len(named) == 1 else None
