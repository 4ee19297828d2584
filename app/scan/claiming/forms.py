"""The forms of a claim: what is already known, or a room or a unit made on the spot."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.equipment.models import Equipment, EquipmentType
from app.equipment.queries import unit
from app.errors import Refusal
from app.places.models import Building, Room
from app.places.words import LONGEST_LABEL, LONGEST_NAME
from app.scan.photo_form import PhotoForm

ROOM = "room"
"""What stands for the room itself where a unit could be chosen."""


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


class ClaimForm(PhotoForm):
    """The room itself, or one of its units."""

    home = StringField(_l("What is it on?"), [DataRequired(_l("Choose what it is on."))])

    def chosen(self, room: Room) -> Room | Equipment:
        """The room or the unit; refuses what is not there any more."""
        if self.home.data == ROOM:
            return room
        typed = self.home.data
        found = unit(int(typed)) if typed.isdecimal() and len(typed) < 10 else None
        if found is None or found.is_retired or found.room_id != room.id:
            raise Refusal(_("That is not in this room any more. Choose again."), field="home")
        return found


class RoomHereForm(PhotoForm):
    """A room that is in no list yet."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter the name that stands on the door.")), _at_most(LONGEST_NAME)],
    )
    building = SelectField(_l("Building"), [InputRequired(_l("Choose a building."))])
    floor = StringField(_l("Floor"), [_at_most(LONGEST_LABEL)])

    def offer(self, buildings: Sequence[Building]) -> None:
        """Give the form what can be chosen."""
        self.building.choices = [
            SelectChoice("", _("Choose a building")),
            *(SelectChoice(str(each.id), f"{each.name} · {each.site.name}") for each in buildings),
        ]


class UnitHereForm(PhotoForm):
    """A unit that is in no list yet, in a room that is."""

    type = SelectField(_l("Type"), [InputRequired(_l("Choose a type."))])
    name = StringField(
        _l("Name"), [DataRequired(_l("Enter what people call it.")), _at_most(LONGEST_NAME)]
    )

    def offer(self, types: Sequence[EquipmentType]) -> None:
        """Give the form what can be chosen."""
        self.type.choices = [
            SelectChoice("", _("Choose a type")),
            *(SelectChoice(str(each.id), _(each.title)) for each in types),
        ]
