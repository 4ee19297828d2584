"""The form of what a person wants to hear."""

from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from app.language import babel_locales
from app.notices.models import Quiet, Topic
from app.notices.wishes.queries import CHOSEN
from app.notices.wishes.service import Hours
from app.notices.words import TOPICS

_TOPICS = [SelectChoice(topic.value, TOPICS[topic]) for topic in CHOSEN]
_GATHER: tuple[tuple[int, Any], ...] = (
    (0, _l("At once, each by itself")),
    (15, _l("Gathered for a quarter of an hour")),
    (60, _l("Gathered for an hour")),
    (240, _l("Gathered for four hours")),
    (1440, _l("Once a day")),
)


def _languages() -> list[SelectChoice]:
    """The languages that the program speaks, each by its own name."""
    named = [(each, Locale.parse(each).get_display_name(each) or each) for each in babel_locales()]
    return [
        SelectChoice("", _("As everybody here")),
        *(SelectChoice(each, name.capitalize()) for each, name in named),
    ]


class WishesForm(FlaskForm):
    """What somebody wants to hear, how, and when not."""

    by_email = SelectMultipleField(_l("By e-mail"), choices=_TOPICS)
    by_push = SelectMultipleField(_l("On my devices"), choices=_TOPICS)
    gather_minutes = SelectField(
        _l("How often?"),
        [InputRequired()],
        coerce=int,
        choices=[SelectChoice(str(minutes), words) for minutes, words in _GATHER],
    )
    starts = TimeField(_l("Quiet from"), [Optional()])
    ends = TimeField(_l("Quiet until"), [Optional()])
    timezone = SelectField(
        _l("Time zone"),
        [InputRequired()],
        choices=sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"),
    )
    language = SelectField(_l("In which language?"), choices=_languages)
    urgent_anyway = BooleanField(_l("What is urgent may come at any hour"))

    def hours(self) -> Hours:
        """When quiet is wanted."""
        return Hours(
            self.timezone.data,
            self.starts.data,
            self.ends.data,
            self.gather_minutes.data,
            self.urgent_anyway.data,
        )

    def topics(self, name: str) -> list[Topic]:
        """The topics that were chosen in this field."""
        return [Topic(each) for each in self[name].data or ()]


class DeviceForm(FlaskForm):
    """A browser that takes pushed messages."""

    subscription = HiddenField(validators=[DataRequired()])
    name = StringField()


def wishes_form(
    wishes: dict[Topic, tuple[bool, bool]], quiet: Quiet | None, zone: str, language: str
) -> WishesForm:
    """The form, filled with what was chosen so far."""
    given: dict[str, Any] = {
        "by_email": [topic.value for topic, (by_email, _push) in wishes.items() if by_email],
        "by_push": [topic.value for topic, (_email, by_push) in wishes.items() if by_push],
        "timezone": quiet.timezone if quiet else zone,
        "language": language,
        "urgent_anyway": quiet.urgent_anyway if quiet else True,
    }
    if quiet:
        given |= {
            "starts": quiet.starts,
            "ends": quiet.ends,
            "gather_minutes": quiet.gather_minutes,
        }
    return WishesForm(data=given)
