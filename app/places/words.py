"""What places are called: where a room is, what a name and a phone number may be, which storey."""

import re
from unicodedata import decimal
from zoneinfo import available_timezones

from flask_babel import gettext as _

from app.errors import Refusal
from app.places.models import Room

LONGEST_NAME = 200
LONGEST_LABEL = 40
LONGEST_PHONE = 40

PHONE = re.compile(r"\+?[\d\s()/.\-\u2010-\u2013#*]+((ext\.?|x)\s*\d+)?", re.IGNORECASE)
EXTENSION = re.compile(r"ext\.?|x", re.IGNORECASE)
TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
FEWEST_DIGITS = 3

GROUND = {"eg", "g", "gf", "ground", "ground floor", "erdgeschoss", "rez", "rdc", "pb"}
BASEMENT = re.compile(r"(?:ug|b|basement|lower|k|kg|u)\s*(\d*)\b|(\d+)\s*\.?\s*ug\b", re.IGNORECASE)
STOREY = re.compile(r"[-−–]?\d+")


def where(room: Room) -> str:
    """Where a room is: "Curie Building · Floor 2"; its building and floor must be loaded."""
    if room.floor is None:
        return room.building.name
    return _("%(building)s · Floor %(floor)s", building=room.building.name, floor=room.floor.label)


def named(text: str, *, longest: int = LONGEST_NAME, field: str = "name") -> str:
    """The text with its white space in order; refuses an empty one and one that is too long."""
    words = " ".join(text.replace("\0", "").split())
    if not words:
        raise Refusal(_("Please enter a name."), field=field)
    if len(words) > longest:
        raise Refusal(_("Please use at most %(longest)s characters.", longest=longest), field=field)
    return words


def phone_number(text: str) -> str:
    """The text, if a phone could call it; an internal extension of three digits is enough."""
    words = " ".join(text.replace("\0", "").split())
    if not PHONE.fullmatch(words) or sum(c.isdigit() for c in words) < FEWEST_DIGITS:
        raise Refusal(
            _("Please enter a phone number, such as +44 20 5555 0100 or 5555."), field="phone"
        )
    if len(words) > LONGEST_PHONE:
        raise Refusal(
            _("Please use at most %(longest)s characters.", longest=LONGEST_PHONE), field="phone"
        )
    return words


def phone_address(phone: str) -> str:
    """The number as a link that a telephone dials (RFC 3966), its extension apart.

    The "(0)" after a country's code is dialled only within the country, so it is left out.
    """
    number, *extension = EXTENSION.split(phone)
    if "+" in number:
        number = TRUNK_ZERO.sub("", number)
    dialled = _dialled(number).replace("#", "%23")
    return f"tel:{dialled};ext={_dialled(extension[0])}" if extension else f"tel:{dialled}"


def _dialled(text: str) -> str:
    return "".join(
        str(decimal(c)) if c.isdecimal() else c for c in text if c.isdecimal() or c in "+*#"
    )


def time_zone(name: str) -> str:
    """The name, if it is a zone of the tz database."""
    if name not in available_timezones():
        raise Refusal(
            _("Please choose a time zone from the list, such as Europe/London."), field="timezone"
        )
    return name


def storey(label: str) -> int:
    """The order of a floor by its label: "EG" 0, "2. OG" 2, "UG" -1; 0 where nothing tells."""
    words = label.strip().casefold()
    if words in GROUND:
        return 0
    if below := BASEMENT.fullmatch(words):
        return -int(below.group(1) or below.group(2) or 1)
    found = STOREY.search(words)
    level = int(re.sub(r"[−–]", "-", found.group())) if found else 0
    return level if abs(level) < 1000 else 0
