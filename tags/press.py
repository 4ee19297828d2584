"""One print run: faces become page content, label by label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from tags import stamps
from tags.bidi import base_level
from tags.boxes import POINT, Box, Plan, Slot, Texts
from tags.design import Design
from tags.face import N_, Face, TagError, Unprintable
from tags.layout import plan
from tags.setting import fit
from tags.spelling import spelled
from tags.stock import Stock
from tags.symbol import QUIET_ZONE, symbol
from tags.words import clean, whole_numbers

OWN_NAME = "Roomworthy"
"""Printed where an organisation would stand, when a face names none."""

OPTIONAL = ("subtitle", "place", "detail", "help_line")
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
    count: int = 0
    unprintable: list[Unprintable] = field(default_factory=list)
    used: stamps.Used = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    """Sizes of the codes so far, in modules."""
    _labels: dict[Texts, "_Label"] = field(default_factory=dict)

    def label(self, face: Face) -> "_Label":
        """Return the layout for the texts that a face has."""
        texts = _texts(face)
        if texts not in self._labels:
            layout = plan(self.design, self.stock, texts)
            self._labels[texts] = _label(layout, texts.rightward)
        return self._labels[texts]


def layout_of(design: Design, stock: Stock, face: Face) -> Plan:
    """Return where everything stands on the tag of a face."""
    return plan(design, stock, _texts(face))


def _texts(face: Face) -> Texts:
    present = frozenset([name for name in OPTIONAL if getattr(face, name)])
    calling, saying = len(face.help_line), len(face.verb)
    share = min(max(round(10 * calling / (calling + saying + 1)), 2), 5)
    return Texts(present, share, not base_level(face.title))


@dataclass(slots=True)
class _Text:
    slot: Slot
    stamps: _Stamps = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Label:
    box: Box
    code: Slot
    title: _Text
    texts: list[_Text]
    drawing: bytes
    rightward: bool
    others: dict[tuple[str, ...], tuple[bytes, str]] = field(default_factory=dict)


def _label(layout: Plan, rightward: bool) -> _Label:
    slots = {slot.field: slot for slot in layout.slots}
    code, title = slots.pop("code"), _Text(slots.pop("title"))
    texts = [_Text(slot) for slot in slots.values()]
    return _Label(layout.code, code, title, texts, DRAWINGS[rightward].encode(), rightward)


_said = attrgetter("subtitle", "place", "verb", "detail", "help_line", "organisation")


def sheet(press: Press, faces: Sequence[Face], places: Sequence[int]) -> bytes:
    """Return the content of one page: each face on the label of its place.

    The drawings of the label are expected as the forms of `DRAWINGS`, origin top left.
    """
    press.count += len(faces)
    height = press.stock.page_height
    parts: list[bytes] = []
    for place, face in zip(places, faces, strict=False):
        x, y = press.stock.corner(place)
        label = press.label(face)
        at = (x / POINT, (height - y) / POINT, label.drawing)
        parts.append(b"q 1 0 0 1 %.3f %.3f cm /%b Do" % at)
        parts += _stamped(press, label, face)
        parts.append(b"Q")
    return b"\n".join(parts)


def _stamped(press: Press, label: _Label, face: Face) -> Iterator[bytes]:
    shape = symbol(face.address)
    module = label.box.width / (shape.size + 2 * QUIET_ZONE)
    if module < press.design.module:
        raise TagError(
            N_(
                "The address %(address)s is so long that the dots of its code would be"
                " %(dot).2f mm on %(stock)s; phones need %(needed)g mm."
                " Use a shorter host name or a larger label."
            ),
            address=face.address,
            dot=module,
            stock=press.stock,
            needed=press.design.module,
        )
    press.sizes.add(shape.size)
    yield stamps.code(shape, label.box)
    yield spelled(face.code, label.code, rightward=label.rightward, used=press.used)
    title, lost = _text(press, label.title, face, label.rightward)
    others, lost_too = _others(press, label, face)
    yield title
    yield others
    if lost or lost_too:
        letters = "".join(dict.fromkeys(lost + lost_too))
        press.unprintable.append(Unprintable(face.code, letters))


def _others(press: Press, label: _Label, face: Face) -> tuple[bytes, str]:
    """Return the stamps of all texts but name and code: most tags of a floor share them."""
    key = (*_said(face), face.language)
    if key not in label.others:
        if len(label.others) > _REMEMBERED:
            label.others.clear()
        found = [_text(press, text, face, label.rightward) for text in label.texts]
        both = b"\n".join([stamp for stamp, _ in found]), "".join([lost for _, lost in found])
        label.others[key] = both
    return label.others[key]


def _text(press: Press, text: _Text, face: Face, rightward: bool) -> tuple[bytes, str]:
    """Return the stamp of one text of a face, and the letters it lacks."""
    said = str(getattr(face, text.slot.field))
    if text.slot.field == "organisation":
        said = said or OWN_NAME
    key = (said, face.language)
    if key not in text.stamps:
        if len(text.stamps) > _REMEMBERED:
            text.stamps.clear()
        shown = clean(said)
        if text.slot.field == "help_line":
            shown = whole_numbers(shown, rightward=rightward)
        block = fit(shown, text.slot, face.language, rightward=rightward)
        text.stamps[key] = (stamps.block(block, text.slot.ink, press.used), block.missing)
    return text.stamps[key]
