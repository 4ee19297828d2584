"""The shape of a text that says where a thing stands, as an example teaches it.

A text is runs of letters, of digits, and signs. The example's parts are found in it and cut it into
pieces; each piece becomes as wide a pattern as it may: a whole run is any run of its kind, a piece
between separators any text without them, a run that was cut keeps its length (who reads "1" out of
"112" has not said what the floor of "1012" is), and what belongs to no part stands letter for
letter. So an example fits texts like it, and what it does not fit asks for another example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, product

from app.imports.reading.cleaning import clean
from app.imports.reading.sheets import ImportRefused
from app.language import N_

PARTS = ("building", "floor", "room")
MOST_WAYS = 200  # in which the parts of an example may lie in its text

_RUNS = re.compile(r"[階層楼층]|[^\W\d_階層楼층]+|\d+|\s+|.", re.DOTALL)
_LETTERS, _DIGITS = r"[^\W\d_]", r"\d"
_ORDINALS = ("st", "nd", "rd", "th", "er", "re", "ère", "e", "ème", "eme", "º", "ª", "°")
_ORDINAL = re.compile(rf"(?:{'|'.join(map(re.escape, _ORDINALS))})(?=\W|$)", re.IGNORECASE)
_ANY_ORDINAL = rf"(?:{'|'.join(map(re.escape, _ORDINALS))})"
FLOOR_WORD = r"(?:floor|flr?|level|lvl|étage|etage|stock|stockwerk|geschoss|planta|piso)\.?"
"""Words that say of a number that it is a floor; one stands for another."""
_AFTER = re.compile(r"(\s*[^\w\s]+\s*)\S.*")
"""What follows a sign and belongs to no part, such as a second room, or a name in brackets."""
_CHANGING = re.compile(rf"\d+|\b{FLOOR_WORD}(?= |$)", re.IGNORECASE)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text says of building, floor and room; "" where it says nothing of one."""

    building: str = ""
    floor: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and what it says of building, floor and room ("": nothing)."""

    text: str
    building: str = ""
    floor: str = ""
    room: str = ""

    def cleaned(self) -> Example:
        """The same as a person sees it."""
        return Example(*(clean(each) for each in (self.text, *self._said())))

    def _said(self) -> tuple[str, str, str]:
        return self.building, self.floor, self.room

    @property
    def parts(self) -> Parts:
        """The parts alone."""
        return Parts(*self._said())


@dataclass(frozen=True)
class Shape:
    """A pattern, and which of its pieces make each part; `given` are parts that no text says.

    `width` is how many pieces may be any text at all: the narrower shape reads a text first.
    """

    source: str
    pieces: Mapping[str, Span]
    given: Mapping[str, str]
    width: int

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.source, re.IGNORECASE)

    def split(self, text: str) -> Parts | None:
        """The parts of a cleaned text; None if it has another shape."""
        match = self._regex.fullmatch(text)
        if match is None:
            return None
        found = {
            name: text[match.start(first + 1) : match.end(last)].strip()
            for name, (first, last) in self.pieces.items()
        }
        return Parts(**found, **self.given)


def shapes_of(example: Example) -> tuple[Shape, ...]:
    """The shapes that a cleaned example may teach, the likeliest first.

    Raises ImportRefused if it says nothing, or if its text does not hold the room it says.
    """
    text = example.text
    said = {name: value for name in PARTS if (value := getattr(example.parts, name))}
    if not said:
        raise ImportRefused(
            N_("Say what “%(text)s” means: its building, its floor, its room."), text=text[:60]
        ).at("location")
    places = {name: _places(text, value) for name, value in said.items()}
    if "room" in said and not places["room"]:
        raise ImportRefused(
            N_("The text “%(text)s” does not hold “%(part)s”. Write the room as it stands there."),
            text=text[:60],
            part=said["room"][:60],
        ).at("location")
    given = {name: value for name, value in said.items() if not places[name]}
    found = {name: spans for name, spans in places.items() if spans}
    runs = [match.span() for match in _RUNS.finditer(text)]
    ways = [
        dict(zip(found, spans, strict=True))
        for spans in islice(product(*found.values()), MOST_WAYS)
    ]
    ways.sort(key=lambda way: _oddness(way, runs))
    return tuple(_Maker(text, runs, way, given).shape() for way in ways)


def _places(text: str, part: str) -> list[Span]:
    """Where the part stands in the text: letter for letter, else in another letter case."""
    for pattern in (re.compile(re.escape(part)), re.compile(re.escape(part), re.IGNORECASE)):
        # Looked at from each place on: "11" stands twice in "111".
        if found := [match.span() for at in range(len(text)) if (match := pattern.match(text, at))]:
            return found
    return []


def _oddness(way: Mapping[str, Span], runs: Sequence[Span]) -> tuple[int, int, int, int]:
    """How unlikely it is that the parts lie so: less is likelier."""
    building, floor = way.get("building"), way.get("floor")
    shared = bool(building and floor and building[0] < floor[1] and floor[0] < building[1])
    cuts = sum(_is_cut(at, runs) for span in way.values() for at in span)
    begins = [way[name][0] for name in PARTS if name in way]
    disorder = sum(later < before for before, later in pairwise(begins))
    return shared, cuts, disorder, sum(begins)


def _is_cut(at: int, runs: Sequence[Span]) -> bool:
    return any(begin < at < end for begin, end in runs)


class _Maker:
    """Makes the shape of one way in which parts lie in a text."""

    def __init__(
        self, text: str, runs: Sequence[Span], way: Mapping[str, Span], given: Mapping[str, str]
    ) -> None:
        self._text, self._runs, self._way, self._given = text, runs, way, given
        ends = sorted({0, len(text), *(at for span in way.values() for at in span)})
        self._pieces = list(pairwise(ends))
        self._width = 0

    def shape(self) -> Shape:
        """The pattern, piece by piece, each a group."""
        source = "".join(f"({self._source(number)})" for number in range(len(self._pieces)))
        begins = [begin for begin, _end in self._pieces]
        ends = [end for _begin, end in self._pieces]
        pieces = {
            name: (begins.index(begin), ends.index(end) + 1)
            for name, (begin, end) in self._way.items()
        }
        return Shape(source, pieces, self._given, self._width)

    def _is_part(self, number: int) -> bool:
        begin, end = self._pieces[number]
        return any(span[0] <= begin and end <= span[1] for span in self._way.values())

    def _source(self, number: int) -> str:
        if not self._is_part(number):
            return self._literal(number)
        begin, end = self._pieces[number]
        is_cut = _is_cut(begin, self._runs) or _is_cut(end, self._runs)
        if not is_cut and self._is_wide(number):
            self._width += 1
            barred = re.escape("".join(map(_signs, self._around(number))))
            return rf"(?! )[^\n{barred}]+?(?<! )"
        return "".join(self._run(*span) for span in self._inside(begin, end))

    def _inside(self, begin: int, end: int) -> Iterator[Span]:
        """The runs of a piece, as far as they lie in it."""
        for first, last in self._runs:
            if first < end and last > begin:
                yield max(first, begin), min(last, end)

    def _run(self, begin: int, end: int) -> str:
        text = self._text[begin:end]
        is_cut = _is_cut(begin, self._runs) or _is_cut(end, self._runs)
        number = f"{{{end - begin}}}" if is_cut else "+"
        if text.isdecimal():
            return _DIGITS + number
        if text.isalpha() and not _is_sign(text):
            return _LETTERS + number
        return re.escape(text)

    def _is_wide(self, number: int) -> bool:
        """Whether a piece of whole runs may be any text between what stands around it."""
        begin, end = self._pieces[number]
        text, around = self._text[begin:end], self._around(number)
        if set(text) & set("".join(map(_signs, around))):  # it holds what would end it
            return False
        if " " in text:
            return len(self._pieces) > 1
        if not self._is_bounded(number) or not around:
            return False
        if all(map(_signs, around)):
            return True
        # Between words: a room's name may be several; a floor that is a word is one.
        is_word = text.isalpha() and self._way.get("floor") != (begin, end)
        return is_word and all(any(map(str.isalpha, glue)) for glue in around)

    def _around(self, number: int) -> list[str]:
        """The texts beside a piece that belong to no part."""
        beside = (each for each in self._beside(number) if not self._is_part(each))
        return [self._text[slice(*self._pieces[each])] for each in beside]

    def _is_bounded(self, number: int) -> bool:
        return not any(map(self._is_part, self._beside(number)))

    def _beside(self, number: int) -> list[int]:
        return [each for each in (number - 1, number + 1) if 0 <= each < len(self._pieces)]

    def _literal(self, number: int) -> str:
        begin, end = self._pieces[number]
        text = self._text[begin:end]
        ordinal = _ORDINAL.match(text) if begin and self._text[begin - 1].isdecimal() else None
        rest = text[ordinal.end() :] if ordinal else text
        if self._given:  # nothing but these very letters and digits says so
            return re.escape(text)
        if end == len(self._text) and (after := _AFTER.fullmatch(text)):
            return re.escape(after[1]) + r"\S.*"
        made, at = [_ANY_ORDINAL if ordinal else ""], 0
        for match in _CHANGING.finditer(rest):
            anything = r"\d+" if match[0].isdecimal() else FLOOR_WORD
            made += [re.escape(rest[at : match.start()]), anything]
            at = match.end()
        return "".join([*made, re.escape(rest[at:])])


def _is_sign(text: str) -> bool:
    return text in "階層楼층"


def _signs(text: str) -> str:
    """What separates: no letter, no digit, no blank."""
    return "".join(sign for sign in text if not sign.isalnum() and not sign.isspace())
