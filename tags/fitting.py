"""Whether a design can be printed on a stock so that phones read its code and people its texts."""

from functools import lru_cache

from tags.boxes import USUAL_SIZE, Texts, on_dots
from tags.design import Design
from tags.face import N_, TagError
from tags.layout import code_box, plan
from tags.press import OPTIONAL
from tags.stock import Stock, catalogue
from tags.symbol import QUIET_ZONE, USUAL_LENGTH, size

_LOST_TO_DOTS = 0.5
"""Millimetres that a code may lose to whole dots: ten times as far is a rule of thumb, and a crisp
module is worth more than a wide one."""


def fits(design: Design, stock: Stock, *, address_length: int = USUAL_LENGTH) -> None:
    """Return quietly when a design can be printed on a stock, so that phones read its code.

    `address_length` is the number of characters in the QR code. Raises TagError, with a sentence
    that names the smallest stock that works, when the code or the texts would be too small.
    """
    problem = _problem(design, stock, address_length)
    if problem:
        raise TagError(
            N_("%(problem)s %(instead)s"),
            problem=problem,
            instead=_instead(design, address_length, roll=bool(stock.dpi)),
        )


def says(design: Design, stock: Stock) -> frozenset[str]:
    """Return the texts of a face that a tag has room for, where the face has all of them."""
    slots = plan(design, stock, Texts(frozenset(OPTIONAL))).slots
    return frozenset(slot.field for slot in slots if slot.field)


@lru_cache(maxsize=1 << 14)
def _problem(design: Design, stock: Stock, address_length: int) -> TagError | None:
    return _code_too_small(design, stock, address_length) or _texts_too_small(design, stock)


def _code_too_small(design: Design, stock: Stock, address_length: int) -> TagError | None:
    modules = max(size(address_length), USUAL_SIZE)
    printed = symbol_width(design, stock, modules)
    # Ten times as far as it is wide: as many centimetres away as it has millimetres.
    needed = max(design.module * modules, design.least_symbol)
    lost = _LOST_TO_DOTS if stock.dpi else 0.0
    if printed >= max(design.module * modules, design.least_symbol - lost) - 1e-6:
        return None
    return TagError(
        N_(
            "The code would be %(printed).1f mm wide on %(stock)s; design “%(design)s” needs"
            " %(needed).1f mm, to be read from %(away)g cm away."
        ),
        printed=printed,
        stock=stock,
        design=design,
        needed=needed,
        away=round(needed, 1),
    )


def symbol_width(design: Design, stock: Stock, modules: int = USUAL_SIZE) -> float:
    """Return how wide in mm a code of so many modules is, quiet zone not counted."""
    whole = modules + 2 * QUIET_ZONE
    return on_dots(code_box(design, stock), stock, whole).width / whole * modules


def _texts_too_small(design: Design, stock: Stock) -> TagError | None:
    if stock.label_width >= design.least_width and stock.label_height >= design.least_height:
        return None
    return TagError(
        N_(
            "A label of %(width)g × %(height)g mm on %(stock)s is too small for the texts of"
            " design “%(design)s”."
        ),
        width=stock.label_width,
        height=stock.label_height,
        stock=stock,
        design=design,
    )


@lru_cache(maxsize=256)
def _instead(design: Design, address_length: int, *, roll: bool) -> TagError:
    """Return a sentence that names the smallest stock that works, of the same kind if there is."""
    for entry in sorted(catalogue(), key=lambda entry: (bool(entry.dpi) != roll, _area(entry))):
        if not _problem(design, entry, address_length):
            return TagError(
                N_("The smallest stock that works is %(stock)s (%(width)g × %(height)g mm)."),
                stock=entry,
                width=entry.label_width,
                height=entry.label_height,
            )
    return TagError(
        N_("No stock in the catalogue is large enough: a shorter host name makes codes smaller.")
    )


def _area(stock: Stock) -> int:
    """Return about how large a label is: of those that differ in name only, the first is named."""
    return round(stock.label_width) * round(stock.label_height)
