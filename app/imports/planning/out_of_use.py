"""Lines that say themselves that what they name is out of use: such lists come out of here."""

from __future__ import annotations

from app.imports.meaning.records import EquipmentRow, RoomRow
from app.imports.planning.plans import Line, Outcome, Sentence
from app.imports.reading.sheets import ImportRefused
from app.language import N_

LEFT = N_("Out of use here as in the list: left as it is.")
STILL_USED = N_(
    "The list says that “%(name)s” is out of use, and here it is in use. Take it out of use on its"
    " page, or leave this line out."
)
NOT_TAKEN = N_("The list says that it is out of use: only what is in use is taken in.")


def line_of(row: RoomRow | EquipmentRow, name: str, *, is_retired: bool, is_used: bool) -> Line:
    """The line, if it is out of use here too. Raises ImportRefused with the reason if it is not."""
    if is_retired:
        place = row.building if isinstance(row, RoomRow) else row.room
        return Line(row.line, Outcome.SAME, name, place, says=(Sentence(LEFT),))
    if is_used:
        raise ImportRefused(STILL_USED, name=name)
    raise ImportRefused(NOT_TAKEN)
