"""The designs a tag can have, and whether one fits a stock."""

from dataclasses import dataclass

from tags.face import TagError
from tags.stock import Stock, catalogue
from tags.symbol import QUIET_ZONE, USUAL_LENGTH, size


@dataclass(frozen=True, slots=True)
class Design:
    """One look of a tag. Lengths are millimetres, type sizes points."""

    id: str
    name: str
    purpose: str
    module: float
    """The smallest module of the code that is allowed; a phone at hand wants 0.5 mm."""
    least_width: float
    least_height: float
    title_smallest: float
    title_largest: float
    framed: bool
    code_smallest: float


_DESIGNS = (
    Design(
        id="label",
        name="Label",
        purpose="On a lectern, a rack door or a device; scanned at hand's reach.",
        module=0.5,
        least_width=36.0,
        least_height=20.0,
        title_smallest=6.0,
        title_largest=110.0,
        framed=False,
        code_smallest=6.0,
    ),
    Design(
        id="door-poster",
        name="Door poster",
        purpose="Beside a door; scanned from a step away and read from across the corridor.",
        module=1.2,
        least_width=85.0,
        least_height=90.0,
        title_smallest=13.0,
        title_largest=110.0,
        framed=True,
        code_smallest=10.0,
    ),
)


def designs() -> tuple[Design, ...]:
    """Return every design, the usual one first."""
    return _DESIGNS


def design(design_id: str) -> Design:
    """Return the design with this id; raise TagError naming all when there is none."""
    for entry in _DESIGNS:
        if entry.id == design_id.strip().casefold():
            return entry
    known = ", ".join(entry.id for entry in _DESIGNS)
    raise TagError(f"There is no design called “{design_id}”. There are: {known}.")


def fits(design: Design, stock: Stock, *, address_length: int = USUAL_LENGTH) -> None:
    """Return quietly when a design can be printed on a stock, so that phones read its code.

    `address_length` is the number of characters in the QR code. Raises TagError, with a sentence
    that names the smallest stock that works, when the code or the texts would be too small.
    """
    problem = _problem(design, stock, address_length)
    if not problem:
        return
    raise TagError(f"{problem} {_instead(design, address_length)}")


def _problem(design: Design, stock: Stock, address_length: int) -> str:
    from tags.frames import code_side  # noqa: PLC0415 (a layout is made for a design)

    modules = size(address_length) + 2 * QUIET_ZONE
    side = code_side(design, stock)
    if side < design.module * modules - 1e-6:
        inner = modules - 2 * QUIET_ZONE
        printed, needed = side / modules * inner, design.module * inner
        return (
            f"The code would be {printed:.1f} mm wide on {stock.name}; design “{design.name}” "
            f"needs {needed:.1f} mm, or phones cannot read it."
        )
    if stock.label_width < design.least_width or stock.label_height < design.least_height:
        return (
            f"A label of {stock.label_width:g} × {stock.label_height:g} mm on {stock.name} is too "
            f"small for the texts of design “{design.name}”."
        )
    return ""


def _instead(design: Design, address_length: int) -> str:
    working = [entry for entry in catalogue() if not _problem(design, entry, address_length)]
    if not working:
        return "No stock in the catalogue is large enough: a shorter host name makes codes smaller."
    best = min(working, key=lambda entry: entry.label_width * entry.label_height)
    return (
        f"The smallest stock that works is {best.name} "
        f"({best.label_width:g} × {best.label_height:g} mm, id {best.id})."
    )
