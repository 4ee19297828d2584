"""Forms about a site's terms and holidays."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.formats import full_date
from app.places.words import LONGEST_NAME
from app.places.year.service import Day

NAME = [
    DataRequired(_l("Enter a name.")),
    Length(max=LONGEST_NAME, message=_l("Use at most %(max)d characters.")),
]


class TermForm(FlaskForm):
    """A term, new or changed."""

    name = StringField(_l("Name"), NAME)
    starts_on = DateField(_l("First day"), [InputRequired(_l("Enter its first day."))])
    ends_on = DateField(_l("Last day"), [InputRequired(_l("Enter its last day."))])

    def told(self) -> tuple[str, date, date]:
        """Its name, its first day and its last."""
        starts_on: date = self.starts_on.data
        ends_on: date = self.ends_on.data
        return self.name.data or "", starts_on, ends_on


class HolidayForm(FlaskForm):
    """A holiday that is changed."""

    day = DateField(_l("Day"), [InputRequired(_l("Enter the day."))])
    name = StringField(_l("Name"), NAME)

    def told(self) -> tuple[date, str]:
        """The day and its name."""
        day: date = self.day.data
        return day, self.name.data or ""


class DaysForm(FlaskForm):
    """New holidays, one on each line."""

    lines = TextAreaField(_l("Days"), [DataRequired(_l("Enter at least one day."))])


class CountryForm(FlaskForm):
    """A country's holidays of a year, of which some are taken over."""

    days = SelectMultipleField(
        _l("Days on which nobody works"), [InputRequired(_l("Choose at least one day."))]
    )

    def offer(self, days: Sequence[Day]) -> "CountryForm":
        """Give the form the days; all are chosen at first."""
        self.days.choices = [
            SelectChoice(day.isoformat(), f"{full_date(day)} · {name}") for day, name in days
        ]
        if not self.is_submitted():
            self.days.data = [day.isoformat() for day, _name in days]
        return self

    def told(self, days: Sequence[Day]) -> list[Day]:
        """The days that stayed chosen."""
        return [each for each in days if each[0].isoformat() in (self.days.data or ())]
