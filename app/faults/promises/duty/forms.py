"""The form that puts somebody on call."""

from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from app.faults.promises.duty.service import Span
from app.people.models import Person
from app.places.models import SupportCalendar

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
STEPS = (
    ("1", _l("1: told first")),
    ("2", _l("2: told when a promise was missed")),
    ("3", _l("3: told when nobody has step 2")),
)


class DutyForm(FlaskForm):
    """Who is on call, for which calendar, from when to when, as which step."""

    calendar = SelectField(
        _l("Support calendar"), [InputRequired(_l("Choose a support calendar."))]
    )
    person = SelectField(_l("Who"), [InputRequired(_l("Choose who is on call."))])
    starts_at = DateTimeLocalField(
        _l("From"), [InputRequired(_l("Enter when it starts."))], format=FORMATS
    )
    ends_at = DateTimeLocalField(
        _l("Until"), [InputRequired(_l("Enter when it ends."))], format=FORMATS
    )
    step = SelectField(
        _l("Step"),
        [InputRequired()],
        choices=[SelectChoice(value, words) for value, words in STEPS],  # type: ignore[arg-type]
        default="1",
    )

    def offer(self, calendars: Iterable[SupportCalendar], people: Iterable[Person]) -> "DutyForm":
        """Give the form what can be chosen."""
        self.calendar.choices = [SelectChoice(str(each.id), each.name) for each in calendars]
        self.person.choices = [
            SelectChoice("", "—"),
            *(SelectChoice(str(each.id), each.name) for each in people),
        ]
        return self

    def span(self, zone: tzinfo) -> Span:
        """From when to when, in UTC; the times were meant in the zone."""
        return Span(_utc(self.starts_at.data, zone), _utc(self.ends_at.data, zone))


def _utc(typed: datetime, zone: tzinfo) -> datetime:
    return typed.replace(tzinfo=zone).astimezone(UTC)
