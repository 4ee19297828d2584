"""Parts that went into units at a check: taken from the stock of the site as it is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_OID, uuid5

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.checks.models import Check, CheckPart
from app.equipment.models import Equipment, Spare, SpareStock, StockMove
from app.equipment.stock import queries as stocks
from app.equipment.stock import service as shelf
from app.equipment.stock.service import Act
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.places.models import Building, Room


@dataclass(frozen=True)
class Used:
    """So many of what lies in a stock went into a unit. The stock needs its spare."""

    equipment: Equipment
    stock: SpareStock
    number: int

    @property
    def told(self) -> list[object]:
        """What tells it from another."""
        return ["part", self.equipment.id, self.stock.id, self.number]


def parts_for(room: Room, models: Collection[int]) -> Sequence[SpareStock]:
    """What the site of the room keeps for units of these models, what is there first."""
    if not models:
        return ()
    site = select(Building.site_id).where(Building.id == room.building_id)
    return stocks.stocks_for(models, db.session.scalars(site).one())


def used_in(checks: Collection[int]) -> Sequence[CheckPart]:
    """The parts that went into units at these checks, the first first, with spares and units."""
    spare = joinedload(CheckPart.move).joinedload(StockMove.stock).joinedload(SpareStock.spare)
    return db.session.scalars(
        select(CheckPart)
        .where(CheckPart.check_id.in_(checks))
        .options(spare.joinedload(Spare.model), joinedload(CheckPart.equipment))
        .order_by(CheckPart.move_id)
    ).all()


def called(stock: SpareStock) -> str:
    """The part that lies in a stock, and what makes it another one."""
    return " ".join(part for part in (stock.spare.name, stock.spare.part_number) if part)


def left(stock: SpareStock, given_back: int = 0) -> str:
    """How many of it can be used, with those that a correction gives back, and where they lie."""
    number = stock.count + given_back
    words = ngettext("%(num)d in stock", "%(num)d in stock", number)
    return " · ".join(part for part in (words, stock.place) if part)


def part_words(part: CheckPart) -> str:
    """A part that was used, in words: how many of what."""
    return pieces(-part.move.change, part.move.stock)


def pieces(number: int, stock: SpareStock) -> str:
    """So many of what lies in a stock, in words."""
    return _("%(number)s × %(name)s", number=number, name=stock.spare.name)


def use(visit: Check, room: Room, used: Sequence[Used], by: Person) -> None:
    """Take the parts of a visit from their shelves; what it corrects has given its own back.

    A correction says anew what was used. What went into a unit that has left the room since can't
    be said any more, so it stays as it was. Stocks are held in one order, the room before them.
    """
    before = used_in([visit.corrects_id]) if visit.corrects_id else ()
    gone = [_again(each) for each in before if _has_left(each.equipment, room)]
    _insist_kept(room, used)
    for part in sorted(before, key=lambda each: each.move.stock_id):
        told = _("Check %(number)s was corrected", number=visit.corrects_id)
        act = Act(by, visit.received_at, _key(visit, "back", part.move_id), told)
        shelf.give_back(part.move, act)
    for each in sorted((*used, *gone), key=lambda each: each.stock.id):
        _take(visit, each, by)
    db.session.flush()


def _take(visit: Check, each: Used, by: Person) -> None:
    told = _("Check %(number)s", number=visit.id)
    act = Act(by, visit.received_at, _key(visit, each.equipment.id, each.stock.id), told)
    try:
        move = shelf.take_out(each.stock, each.number, act)
    except Refusal as refusal:
        raise Refusal(f"{each.stock.spare.name}: {refusal}", status=refusal.status) from refusal
    part = CheckPart(move_id=move.id, check_id=visit.id, equipment_id=each.equipment.id)
    db.session.add(part)


def _again(part: CheckPart) -> Used:
    return Used(part.equipment, part.move.stock, -part.move.change)


def _has_left(unit: Equipment, room: Room) -> bool:
    return unit.room_id != room.id or unit.is_retired


def _insist_kept(room: Room, used: Iterable[Used]) -> None:
    """Refuse a part that is kept elsewhere, or for another model."""
    said = list(used)
    known = parts_for(room, {each.equipment.model_id for each in said})
    kept = {(stock.spare.model_id, stock.id) for stock in known}
    for each in said:
        if (each.equipment.model_id, each.stock.id) not in kept:
            sentence = _(
                "%(part)s is not kept here for %(unit)s. Open the check again.",
                part=each.stock.spare.name,
                unit=each.equipment.name,
            )
            raise Refusal(sentence)


def _key(visit: Check, *said: object) -> str:
    return str(uuid5(NAMESPACE_OID, " ".join(str(each) for each in (visit.key, *said))))
