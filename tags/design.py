"""The designs a tag can have."""

from dataclasses import dataclass

from tags.face import N_, TagError


@dataclass(frozen=True, slots=True)
class Design:
    """One look of a tag. Lengths are millimetres, type sizes points.

    Name and purpose are marked for translation.
    """

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

    def __str__(self) -> str:
        return self.name


_DESIGNS = (
    Design(
        id="label",
        name=N_("Label"),
        purpose=N_("On a lectern, a rack or a device; read at hand's reach."),
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
        name=N_("Door poster"),
        purpose=N_("Beside the door; read from a step away."),
        module=1.2,
        least_width=85.0,
        least_height=90.0,
        title_smallest=10.0,
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
    raise TagError(
        N_("There is no design called “%(id)s”. There are: %(known)s."), id=design_id, known=known
    )
