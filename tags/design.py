"""The designs a tag can have."""

from dataclasses import dataclass
from typing import Literal

from tags.face import N_, TagError

Arrangement = Literal["label", "poster", "small", "flag", "certificate", "grid"]


@dataclass(frozen=True, slots=True)
class Design:
    """One look of a tag. Lengths are millimetres, type sizes points.

    Name and purpose are marked for translation.
    """

    id: str
    name: str
    purpose: str
    arrangement: Arrangement
    """Which module lays it out; see `tags.layout`."""
    distance: float
    """The least it must be read from: a code is read from ten times its width (a rule of the
    trade, not of ISO/IEC 18004)."""
    least_width: float
    least_height: float
    title_smallest: float
    title_largest: float
    code_smallest: float
    module: float = 0.5
    """The smallest module of the code that is allowed: phones manage 0.4 mm, when all is well."""

    @property
    def framed(self) -> bool:
        """Whether a frame runs along its edges."""
        return self.arrangement in {"poster", "certificate"}

    @property
    def least_symbol(self) -> float:
        """The width of its smallest honest code, quiet zone not counted."""
        return self.distance / 10

    def __str__(self) -> str:
        return self.name


_DESIGNS = (
    Design(
        id="label",
        name=N_("Lectern label"),
        purpose=N_("On a lectern or a rack; read at hand's reach."),
        arrangement="label",
        distance=150,
        least_width=36.0,
        least_height=20.0,
        title_smallest=6.0,
        title_largest=110.0,
        code_smallest=6.0,
    ),
    Design(
        id="equipment",
        name=N_("Equipment label"),
        purpose=N_("On one device: what it is, its model, its room."),
        arrangement="label",
        distance=150,
        least_width=36.0,
        least_height=20.0,
        title_smallest=6.0,
        title_largest=110.0,
        code_smallest=6.0,
    ),
    Design(
        id="small",
        name=N_("Small label"),
        purpose=N_("On a small device: the code alone, and what to type without a camera."),
        arrangement="small",
        distance=145,
        least_width=19.0,
        least_height=19.0,
        title_smallest=6.0,
        title_largest=60.0,
        code_smallest=5.0,
    ),
    Design(
        id="cable-flag",
        name=N_("Cable flag"),
        purpose=N_("Folded around a cable: the code on one side, the name on the other."),
        arrangement="flag",
        distance=145,
        least_width=45.0,
        least_height=20.0,
        title_smallest=6.0,
        title_largest=60.0,
        code_smallest=5.0,
    ),
    Design(
        id="door-poster",
        name=N_("Door poster"),
        purpose=N_("Beside the door; read from a step away."),
        arrangement="poster",
        distance=600,
        least_width=85.0,
        least_height=90.0,
        title_smallest=10.0,
        title_largest=110.0,
        code_smallest=10.0,
    ),
    Design(
        id="certificate",
        name=N_("Certificate"),
        purpose=N_("Framed on the wall: this room is checked, how often, and whom to call."),
        arrangement="certificate",
        distance=600,
        least_width=140.0,
        least_height=130.0,
        title_smallest=12.0,
        title_largest=90.0,
        code_smallest=10.0,
    ),
    Design(
        id="grid",
        name=N_("Sign-and-date tag"),
        purpose=N_("Twelve rows to sign by hand, for when the network is down."),
        arrangement="grid",
        distance=250,
        least_width=58.0,
        least_height=67.0,
        title_smallest=6.0,
        title_largest=60.0,
        code_smallest=6.0,
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
    raise TagError(
        N_("There is no design called “%(id)s”. There are: %(known)s."), id=design_id, known=known
    )
