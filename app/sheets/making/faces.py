"""From what a tag stands for to what is printed on it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from app.equipment.models import Equipment
from app.paper.models import HouseStyle
from app.places.models import Criticality, Room
from app.places.words import where
from tags import Face

DAYS_A_WEEK, DAYS_A_MONTH = 7, 30


@dataclass(frozen=True)
class House:
    """What all tags of an order say alike. `address` is what their codes lead to."""

    style: HouseStyle
    organisation: str
    address: str
    trial: bool
    year: int
    phone: str = ""
    """Whom to call where a tag stands for nothing yet."""


def house(
    style: HouseStyle, organisation: str, address: str, *, trial: bool, phone: str, at: datetime
) -> House:
    """The words of a house; its own name comes before that of the settings."""
    return House(style, style.organisation or organisation, address, trial, at.year, phone)


def face(house: House, code: str, home: Room | Equipment | None) -> Face:
    """The face of a tag; on a trial what to do gives way, as small labels have no head."""
    style, trial = house.style, _("Trial: not for a wall")
    room = home.room if isinstance(home, Equipment) else home
    title, subtitle, place = _named(home)
    phone = room.support.phone if room else house.phone
    call = style.help_line or (_("Call %(phone)s", phone=phone) if phone else "")
    return Face(
        code=code,
        address=f"{house.address}/T/{code}".upper(),
        title=title,
        subtitle=subtitle,
        place=place,
        verb=trial if house.trial else style.verb or _("Something wrong? Scan me."),
        detail=style.detail or _detail(home),
        help_line=call,
        organisation=trial if house.trial else house.organisation,
        statement=_statement(room),
        year=str(house.year),
        second_verb="" if house.trial else style.second_verb,
        second_detail=style.second_detail,
        second_statement=style.second_statement,
    )


def _named(home: Room | Equipment | None) -> tuple[str, str, str]:
    """Name, what it is, and where; a tag that stands for nothing yet leaves room to write."""
    if isinstance(home, Room):
        return home.name, home.description, where(home)
    if isinstance(home, Equipment):
        kind = home.model.label or _(home.model.type.title)
        place = _("%(room)s · %(place)s", room=home.room.name, place=where(home.room))
        return home.name, kind, place
    return "", "", ""


def _detail(home: Room | Equipment | None) -> str:
    if isinstance(home, Equipment):
        return _("See when this was last checked.")
    return _("See when this room was last checked.")


def _statement(room: Room | None) -> str:
    days = (room.criticality if room else Criticality.B).check_every.days
    if days % DAYS_A_WEEK == 0:
        weeks = days // DAYS_A_WEEK
        return ngettext(
            "This room is checked every week.", "This room is checked every %(num)d weeks.", weeks
        )
    months = max(round(days / DAYS_A_MONTH), 1)
    return ngettext(
        "This room is checked every month.", "This room is checked every %(num)d months.", months
    )
