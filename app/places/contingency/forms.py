"""The form of what to do when a room can't be used."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from app.places.contingency.service import Helps
from app.places.models import Contingency, Room


class ContingencyForm(FlaskForm):
    """Rooms, one a line, and what else helps."""

    rooms = TextAreaField(_l("Rooms that can stand in for it"), [Length(max=4000)])
    loan_kit = StringField(_l("Loan kit"), [Length(max=500)])
    call = StringField(_l("Who else helps"), [Length(max=500)])
    note = TextAreaField(_l("What else to know"), [Length(max=2000)])

    def lines(self) -> list[str]:
        """The rooms that were named, in their order."""
        named = (" ".join(line.split()) for line in (self.rooms.data or "").splitlines())
        return [line for line in named if line]

    def helps(self) -> Helps:
        """What else helps, as it was typed."""
        typed = (self.loan_kit.data, self.call.data, self.note.data)
        return Helps(*((each or "").replace("\0", "").strip() for each in typed))


def contingency_form(room: Room, kept: Contingency | None, equals: list[Room]) -> ContingencyForm:
    """The form with what is kept."""
    return ContingencyForm(
        rooms="\n".join(_line(room, each) for each in equals),
        loan_kit=kept.loan_kit if kept else "",
        call=kept.call if kept else "",
        note=kept.note if kept else "",
    )


def _line(room: Room, other: Room) -> str:
    if other.building_id == room.building_id:
        return other.name
    return f"{other.building.name}: {other.name}"
