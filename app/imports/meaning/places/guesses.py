"""Our own best guess of what a text such as "ARC112" or "2nd floor lobby" says of a place."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.imports.meaning.places.shapes import FLOOR_WORD, Example
from app.imports.reading.cleaning import plain

_NAMED = (
    r"\d{1,2}(?:st|nd|rd|th|er|ère|e|ème|\.)|ground|gr|first|second|third|fourth|fifth|top|lower|"
    r"upper|main|basement|premier|première|deuxième|primera|segunda|tercera|erstes|zweites|drittes"
)
_WITH_WORD = re.compile(rf"(?P<floor>{_NAMED}) {FLOOR_WORD},? (?P<room>.+)", re.IGNORECASE)
_WORD_FIRST = re.compile(
    rf"{FLOOR_WORD} (?P<floor>-?\d{{1,2}}|[A-Z]\d?)[, /:-]+(?P<room>.+)", re.IGNORECASE
)
_ORDINAL = re.compile(r"(?P<floor>\d{1,2}(?:st|nd|rd|th)) (?P<room>.+)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?P<floor>(?:\d\. ?)?(?:OG|UG)|EG|KG|DG|RDC|R\+\d|GF|LG|UGF|-\d)[ ,/:-]+(?P<room>.+)"
)
_STOREY = re.compile(r"(?P<building>\D*?)(?P<floor>\d+階)(?P<room>.+)")
_CODE = re.compile(r"(?P<building>[^\W\d_]{1,6}\d?)[ .-]?(?P<room>(?P<digits>\d{3,4})[A-Za-z]?)")
_ROOM_CODE = re.compile(r"[^\W\d_]{1,6}[ .-]?\d{1,2}[A-Za-z]?")
_DIGITS = re.compile(r"(?P<digits>\d{3,4})[A-Za-z]?")
_SPACED = (" / ", " > ", " | ", " - ", " – ", "; ", ", ")
_BARE = (">", "|", "/", ";", "-", "_", ".")
_CODES = frozenset("/_.")  # in prose they mean something else
_SHORT = re.compile(r"\d{1,2}[A-Za-z]?")
_ROOM_WORDS = frozenset({
    "area", "zone", "room", "raum", "zimmer", "salle", "sala", "aula", "lab", "labor", "office",
    "bureau", "bay", "suite", "local",
})  # fmt: skip
_HOUSE_WORDS = frozenset({
    "house", "building", "bldg", "hall", "tower", "block", "haus", "gebaude", "bau", "batiment",
    "edificio", "center", "centre", "school", "facility", "poulailler",
})  # fmt: skip


def guessed(text: str) -> Example | None:
    """The cleaned text with the parts that it seems to have; None where nothing can be told."""
    for guess in _GUESSES:
        if example := guess(text):
            return example
    return None


def _floor_and_room(text: str) -> Example | None:
    for pattern in (_WITH_WORD, _WORD_FIRST, _LABEL, _ORDINAL):
        if match := pattern.fullmatch(text):
            return Example(text, "", match["floor"], match["room"])
    return None


def _storey(text: str) -> Example | None:
    match = _STOREY.fullmatch(text)
    return Example(text, match["building"], match["floor"], match["room"]) if match else None


def is_code(text: str) -> bool:
    """Whether the cleaned text is a code that seems to say a building and a room: "ARC112"."""
    told = _code(text) if " " in text else guessed(text)
    return told is not None and bool(told.building)


def _code(text: str) -> Example | None:
    if match := _DIGITS.fullmatch(text):
        return Example(text, "", _floor(match["digits"]), text)
    match = _CODE.fullmatch(text)
    if _ROOM_CODE.fullmatch(text) or (match and plain(match["building"]) in _ROOM_WORDS):
        return Example(text, "", "", text)
    if match:
        return Example(text, match["building"], _floor(match["digits"]), match["room"])
    return None


def _floor(digits: str) -> str:
    """The floor that the number of a room begins with: all but its last two digits."""
    return digits[:-2]


def _separated(text: str) -> Example | None:
    # Signs without blanks stand in names and prose as well: a code has digits.
    has_digits = any(map(str.isdecimal, text))
    for sign in (*_SPACED, *_BARE) if has_digits else _SPACED[:5]:
        pieces = [each.strip() for each in text.split(sign)]
        if sign in _CODES and " " in text:
            continue
        if len(pieces) == 2 and all(pieces):
            return _of_two(text, *pieces)
        if len(pieces) == 3 and all(pieces):
            return _of_three(text, sign, *pieces)
    return None


def _of_two(text: str, first: str, second: str) -> Example:
    words, others = set(plain(first).split()), set(plain(second).split())
    is_room = words & _ROOM_WORDS and not others & _ROOM_WORDS
    if is_room or (others & _HOUSE_WORDS and not words & _HOUSE_WORDS):
        return Example(text, second, "", first)
    match = _DIGITS.fullmatch(second)
    return Example(text, first, _floor(match["digits"]) if match else "", second)


def _of_three(text: str, sign: str, building: str, floor: str, room: str) -> Example:
    # "04" alone would be the room of each floor: its name is "06-04".
    is_short = sign in _BARE and _SHORT.fullmatch(room)
    return Example(text, building, floor, f"{floor}{sign}{room}" if is_short else room)


_GUESSES: tuple[Callable[[str], Example | None], ...] = (
    _floor_and_room,
    _storey,
    _code,
    _separated,
)
