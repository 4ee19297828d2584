"""The form that swaps a broken unit."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from app.equipment.models import Equipment
from app.faults.swapping.service import Chosen


class SwapForm(FlaskForm):
    """Which unit comes, and where the broken one was when the page was shown."""

    spare = StringField(_l("Which one comes here?"), [InputRequired(_l("Choose a unit."))])
    seen_room = HiddenField()
    options: Sequence[tuple[str, str, str]] = ()
    """What stands for a unit, its name, and what and where it is."""

    def offer(self, units: Sequence[Equipment], room_id: int) -> SwapForm:
        """Give the form what can be chosen, and where the broken unit is now."""
        self.options = [
            (f"{each.id}-{each.room_id}", _named(each), _described(each)) for each in units
        ]
        if self.seen_room.raw_data is None:
            self.seen_room.data = str(room_id)
        return self

    @property
    def chosen(self) -> Chosen:
        """What was chosen, and where both stood; 0 for what was not said."""
        spare, _dash, there = (self.spare.data or "").partition("-")
        return Chosen(_key(spare), there=_key(there), here=_key(self.seen_room.data))


def _key(typed: str | None) -> int:
    text = typed or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _named(unit: Equipment) -> str:
    return " · ".join(part for part in (unit.name, unit.asset_tag) if part)


def _described(unit: Equipment) -> str:
    place = (unit.room.name, unit.room.building.name, unit.room.description)
    return " · ".join(part for part in (unit.model.label, *place) if part)
