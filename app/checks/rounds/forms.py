"""Forms about a round."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.checks.models import Reason
from app.people.models import Person

NOBODY = "0"
"""What stands for no person in a list of people."""

WHY: dict[Reason, Any] = {
    Reason.IN_USE: _l("The room is in use"),
    Reason.LOCKED: _l("It is locked"),
    Reason.NOT_FOUND: _l("It can't be found"),
    Reason.NO_TIME: _l("There is no time"),
}


def in_service(people: Sequence[Person]) -> list[SelectChoice]:
    """The people who can be given work."""
    return [SelectChoice(str(each.id), each.name) for each in people if each.active]


class WhyForm(FlaskForm):
    """Why a room is left out, or why a round ends before all is done."""

    reason = RadioField(
        _l("Why?"),
        [InputRequired(_l("Choose why."))],
        choices=[SelectChoice(each.value, words) for each, words in WHY.items()],
    )
    note = TextAreaField(_l("Should the next one know anything?"), [Optional(), Length(max=2000)])

    @property
    def why(self) -> Reason:
        """The reason that was chosen."""
        return Reason(self.reason.data)


class HandOverForm(FlaskForm):
    """Who walks the round from now on."""

    person = SelectField(_l("Who walks it from now on?"))

    def offer(self, people: Sequence[Person], walker_id: int | None) -> "HandOverForm":
        """Give the form everybody but the one who has it."""
        choices: list[Any] = in_service([each for each in people if each.id != walker_id])
        if walker_id is not None:
            choices.append(SelectChoice(NOBODY, _("Nobody: whoever takes it")))
        self.person.choices = choices
        return self
