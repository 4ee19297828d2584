"""One print run: faces become page content, label by label."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tags import stamps
from tags.bidi import base_level
from tags.design import Design
from tags.face import Face, TagError, Unprintable, grouped
from tags.layout import POINT, Slot, plan
from tags.setting import fit
from tags.stock import Stock
from tags.symbol import QUIET_ZONE, symbol
from tags.words import clean

OWN_NAME = "Roomworthy"
"""Printed where an organisation would stand, when a face names none."""

OPTIONAL = ("subtitle", "place", "detail", "help_line")
_REMEMBERED = 20_000
"""Texts whose stamps are kept, so that "Floor 2" is set once for a whole building."""

_Key = tuple[Slot, str, str, bool]


@dataclass(slots=True)
class Press:
    """A run: what it is printed on, what it used so far, and what it could not print."""

    stock: Stock
    design: Design
    count: int = 0
    unprintable: list[Unprintable] = field(default_factory=list)
    used: stamps.Used = field(default_factory=dict)
    kept: dict[_Key, tuple[bytes, str]] = field(default_factory=dict)


def sheet(press: Press, faces: Sequence[Face], start: int) -> bytes:
    """Return the content of one page: faces on its labels, from label `start` on.

    The drawing of the label is expected as the form `/A`, its origin at its top left corner.
    """
    press.count += len(faces)
    height = press.stock.page_height
    parts: list[bytes] = []
    for place, face in enumerate(faces, start):
        x, y = press.stock.corner(place)
        parts.append(b"q 1 0 0 1 %.3f %.3f cm /A Do" % (x / POINT, (height - y) / POINT))
        parts += _label(press, face)
        parts.append(b"Q")
    return b"\n".join(parts)


def _label(press: Press, face: Face) -> Iterator[bytes]:
    present = frozenset(name for name in OPTIONAL if getattr(face, name))
    layout = plan(press.design, press.stock, present)
    shape = symbol(face.address)
    module = layout.code.width / (shape.size + 2 * QUIET_ZONE)
    if module < press.design.module:
        raise TagError(
            f"The address {face.address} is so long that the dots of its code would be "
            f"{module:.2f} mm on {press.stock.name}; phones need {press.design.module:g} mm. "
            "Use a shorter host name or a larger label."
        )
    yield stamps.code(shape, layout.code)
    rightward = not base_level(face.title)
    missing = ""
    for slot in layout.slots:
        stamp, lost = _stamp(press, slot, face, rightward)
        missing += lost
        yield stamp
    if missing:
        press.unprintable.append(Unprintable(face.code, "".join(dict.fromkeys(missing))))


def _stamp(press: Press, slot: Slot, face: Face, rightward: bool) -> tuple[bytes, str]:
    """Return the stamp of one text of a face, and the letters it lacks."""
    text = grouped(face.code) if slot.field == "code" else str(getattr(face, slot.field))
    if slot.field == "organisation":
        text = text or OWN_NAME
    key = (slot, text, face.language, rightward)
    if key not in press.kept:
        if len(press.kept) > _REMEMBERED:
            press.kept.clear()
        block = fit(clean(text), slot, face.language, rightward=rightward)
        press.kept[key] = (stamps.block(block, slot.ink, press.used), block.missing)
    return press.kept[key]
