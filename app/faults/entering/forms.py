"""The form at the phone: what is wrong, in their words, and how to reach them."""

from collections.abc import Sequence
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import UUID, InputRequired, Length

from app.equipment import queries as equipment
from app.equipment.models import Equipment, Symptom
from app.faults import queries
from app.faults.entering.service import Call
from app.faults.models import Channel, Kind
from app.faults.words import plain
from app.places.models import Room

CHANNELS = {Channel.PHONE: _l("By phone"), Channel.WALK_IN: _l("At the desk")}
KINDS = {
    Kind.BROKEN: _l("Something is broken"),
    Kind.QUESTION: _l("They ask something"),
    Kind.SUGGESTION: _l("They wish for something"),
}
ROOM = "room"


class CallForm(FlaskForm):
    """Three fields for the usual case; how it came and which kind it is are chosen already."""

    key = HiddenField(validators=[InputRequired(), UUID()])
    what = SelectField(_l("What is wrong?"), [InputRequired(_l("Choose what is wrong."))])
    note = TextAreaField(_l("In their words"), [Length(max=1000)], filters=[plain])
    contact = StringField(_l("How can we reach them?"), [Length(max=200)], filters=[plain])
    channel = RadioField(
        _l("How did they tell us?"),
        choices=[SelectChoice(each.value, word) for each, word in CHANNELS.items()],  # type: ignore[arg-type]
        default=Channel.PHONE.value,
    )
    kind = RadioField(
        _l("What is it?"),
        choices=[SelectChoice(each.value, word) for each, word in KINDS.items()],  # type: ignore[arg-type]
        default=Kind.BROKEN.value,
    )

    def offer(self, room: Room) -> "CallForm":
        """The form with what can be wrong in a room: unit by unit, then the room itself."""
        self.offered: dict[str, tuple[Equipment | None, Symptom]] = {}
        self.what.choices = [
            SelectChoice("", _("Choose")),
            *self._of(None, _("The room itself")),
            *(choice for unit in _units(room) for choice in self._of(unit, unit.name)),
        ]
        self.key.data = self.key.data or str(uuid4())
        return self

    @property
    def call(self) -> Call:
        """What was told; the form must be valid."""
        return Call(
            channel=Channel(self.channel.data),
            kind=Kind(self.kind.data),
            note=self.note.data,
            contact=self.contact.data,
            key=self.key.data or "",
        )

    def _of(self, unit: Equipment | None, group: str) -> list[SelectChoice]:
        named = []
        for symptom in queries.symptoms_of(unit):
            value = f"{unit.id if unit else ROOM}-{symptom.id}"
            self.offered[value] = (unit, symptom)
            named.append(SelectChoice(value, str(_(symptom.label)), optgroup=group))
        return named


def _units(room: Room) -> Sequence[Equipment]:
    return equipment.units_in(room.id)
