"""The form of a new round; its rooms are ticked in a list beside it."""

from collections.abc import Sequence
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from app.checks.rounds.forms import NOBODY, in_service
from app.people.models import Person
from app.places.words import LONGEST_NAME

LOST_KEY = _l("This page was not whole when it was sent. Look it over, and send it again.")


class RoundForm(FlaskForm):
    """What a new round is called, when it is walked, and by whom."""

    key = HiddenField(validators=[Regexp(r"[0-9a-f-]{36}\Z", message=LOST_KEY)])
    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Give the round a name.")),
            Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters.")),
        ],
    )
    planned_on = DateField(_l("Day"), [InputRequired(_l("Enter the day, such as 2027-03-31."))])
    person = SelectField(_l("Who walks it?"))

    def offer(self, people: Sequence[Person]) -> "RoundForm":
        """Give the form what can be chosen."""
        nobody = SelectChoice(NOBODY, _("Nobody yet: whoever takes it"))
        self.person.choices = [nobody, *in_service(people)]
        return self

    def renew_key(self) -> None:
        """Make it a new form: what it sends next is another round."""
        self.key.data = str(uuid4())
