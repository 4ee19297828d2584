"""One print run: faces become page content, label by label."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from operator import attrgetter

from tags import stamps
from tags.bidi import base_level
from tags.boxes import POINT, Box, Plan, Slot, Texts, on_dots
from tags.design import Design
from tags.face import N_, Face, TagError, Unprintable
from tags.fontpackages import packages_for
from tags.layout import plan
from tags.setting import fit
from tags.spelling import spelled
from tags.stock import Stock
from tags.style import PLAIN, Style
from tags.symbol import QUIET_ZONE, symbol
from tags.words import clean, whole_numbers

OWN_NAME = "Roomworthy"
"""Printed where an organisation would stand, when a face names none."""

OPTIONAL = (
    "subtitle",
    "place",
    "detail",
    "help_line",
    "statement",
    "year",
    "second_verb",
    "second_detail",
    "second_statement",
)
DRAWINGS = {True: "A", False: "B"}
"""Names of the label's drawing, for texts that read to the right and to the left."""

_REMEMBERED = 5_000
"""Texts whose stamps are kept, so that "Floor 2" is set once for a whole building."""

_Stamps = dict[tuple[str, str], tuple[bytes, str]]


@dataclass(slots=True)
class Press:
    """A run: what it is printed on, what it used so far, and what it could not print."""

    stock: Stock
    design: Design
    style: Style = field(default_factory=Style)
    count: int = 0
    unprintable: list[Unprintable] = field(default_factory=list)
    used: stamps.Used = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    """Sizes of the codes so far, in modules."""
    _labels: dict[Texts, "_Label"] = field(default_factory=dict)
    _kinds: dict[object, "_Label"] = field(default_factory=dict)

    def label(self, face: Face) -> "_Label":
        """Return the layout for the texts that a face has."""
        kind = _kind(face)
        if kind not in self._kinds:
            texts = _texts(face, self.style)
            if texts not in self._labels:
                layout = plan(self.design, self.stock, texts)
                self._labels[texts] = _label(layout, texts.rightward)
            self._kinds[kind] = self._labels[texts]
        return self._kinds[kind]


def layout_of(design: Design, stock: Stock, face: Face, style: Style = PLAIN) -> Plan:
    """Return where everything stands on the tag of a face."""
    return plan(design, stock, _texts(face, style))


def drawings(design: Design, stock: Stock, style: Style) -> list[Plan]:
    """Return the plans whose drawings all tags of an order share, in the order of `DRAWINGS`."""
    every, logo = frozenset(OPTIONAL), _logo_share(style)
    return [plan(design, stock, Texts(every, 3, way, logo)) for way in DRAWINGS]


def _kind(face: Face) -> object:
    """Return all of a face that its layout depends on."""
    there = tuple(map(bool, _optional(face)))
    return there, len(face.help_line), len(face.verb), base_level(face.title)


def _texts(face: Face, style: Style) -> Texts:
    calling, saying = len(face.help_line), len(face.verb)
    share = min(max(round(10 * calling / (calling + saying + 1)), 2), 5)
    rightward = not base_level(face.title)
    return Texts(_present(*map(bool, _optional(face))), share, rightward, _logo_share(style))


_optional = attrgetter(*OPTIONAL)


@lru_cache(maxsize=1 << len(OPTIONAL))
def _present(*there: bool) -> frozenset[str]:
    return frozenset(compress(OPTIONAL, there))


def _logo_share(style: Style) -> float:
    return style.logo.width / style.logo.height if style.logo else 0.0


@dataclass(slots=True)
class _Text:
    slot: Slot
    stamps: _Stamps = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Label:
    box: Box
    codes: list[Slot]
    titles: list[_Text]
    texts: list[_Text]
    said: Callable[[Face], object]
    """All that `texts` depend on."""
    drawing: bytes
    rightward: bool
    boxes: dict[int, Box] = field(default_factory=dict)
    """Where codes go, by their size in modules."""
    others: dict[object, tuple[bytes, str]] = field(default_factory=dict)
    begun: dict[int, bytes] = field(default_factory=dict)
    """What each place of a sheet begins with."""


def _label(layout: Plan, rightward: bool) -> _Label:
    codes = [slot for slot in layout.slots if slot.field == "code"]
    titles = [_Text(slot) for slot in layout.slots if slot.field == "title"]
    texts = [_Text(slot) for slot in layout.slots if slot.field not in {"code", "title"}]
    said = attrgetter(*{text.slot.field for text in texts if text.slot.field}, "language")
    drawing = DRAWINGS[rightward].encode()
    return _Label(layout.code, codes, titles, texts, said, drawing, rightward)


def sheet(press: Press, faces: Sequence[Face], places: Sequence[int]) -> bytes:
    """Return the content of one page: each face on the label of its place.

    The drawings of the label are expected as the forms of `DRAWINGS`, origin top left.
    """
    press.count += len(faces)
    parts: list[bytes] = []
    for place, face in zip(places, faces, strict=False):
        label = press.label(face)
        parts.append(_begun(press.stock, place, label))
        parts += _stamped(press, label, face)
        parts.append(b"Q")
    return b"\n".join(parts)


def _begun(stock: Stock, place: int, label: _Label) -> bytes:
    """Return what a label in a place begins with: its origin, and the drawing."""
    if place not in label.begun:
        x, y = stock.corner(place)
        at = (x / POINT, (stock.page_height - y) / POINT, label.drawing)
        label.begun[place] = b"q 1 0 0 1 %.3f %.3f cm /%b Do" % at
    return label.begun[place]


def _stamped(press: Press, label: _Label, face: Face) -> Iterator[bytes]:
    shape = symbol(face.address)
    if shape.size not in label.boxes:
        label.boxes[shape.size] = _code_box(press, label.box, shape.size, face.address)
    yield stamps.code(shape, label.boxes[shape.size])
    for code in label.codes:
        yield spelled(face.code, code, rightward=label.rightward, used=press.used)
    lost = ""
    for title in label.titles:
        stamp, missing = _text(press, title, face, label.rightward)
        lost += missing
        yield stamp
    others, missing = _others(press, label, face)
    yield others
    if lost or missing:
        letters = "".join(dict.fromkeys(lost + missing))
        unprintable = Unprintable(face.code, letters, face.title, packages_for(letters))
        press.unprintable.append(unprintable)


def _code_box(press: Press, box: Box, modules: int, address: str) -> Box:
    """Return the box of a code so many modules wide; raise TagError where it would be too small."""
    press.sizes.add(modules)
    printed = on_dots(box, press.stock, modules + 2 * QUIET_ZONE)
    module = printed.width / (modules + 2 * QUIET_ZONE)
    if module >= press.design.module - 1e-6:
        return printed
    raise TagError(
        N_(
            "The address %(address)s is so long that the dots of its code would be"
            " %(dot).2f mm on %(stock)s; phones need %(needed)g mm."
            " Use a shorter host name or a larger label."
        ),
        address=address,
        dot=module,
        stock=press.stock,
        needed=press.design.module,
    )


def _others(press: Press, label: _Label, face: Face) -> tuple[bytes, str]:
    """Return the stamps of all texts but name and code: most tags of a floor share them."""
    key = label.said(face)
    if key not in label.others:
        if len(label.others) > _REMEMBERED:
            label.others.clear()
        found = [_text(press, text, face, label.rightward) for text in label.texts]
        both = b"\n".join([stamp for stamp, _ in found]), "".join([lost for _, lost in found])
        label.others[key] = both
    return label.others[key]


def _text(press: Press, text: _Text, face: Face, rightward: bool) -> tuple[bytes, str]:
    """Return the stamp of one text of a face, and the letters it lacks."""
    slot = text.slot
    said = press.style.say(slot.words) if slot.words else str(getattr(face, slot.field))
    if slot.field == "organisation":
        said = said or ("" if press.style.logo else OWN_NAME)
    key = (said, face.language)
    if key not in text.stamps:
        if len(text.stamps) > _REMEMBERED:
            text.stamps.clear()
        shown = clean(said)
        if slot.field == "help_line":
            shown = whole_numbers(shown, rightward=rightward)
        block = fit(shown, slot, face.language, rightward=rightward)
        ink = press.style.ink(slot.ink)
        text.stamps[key] = (stamps.block(block, ink, press.used), block.missing)
    return text.stamps[key]
