"""Forms about places."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectField, StringField, TelField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.errors import Refusal
from app.places.models import Building, Criticality, Room, Site, SupportCalendar
from app.places.service import Hours
from app.places.support import LAST_MINUTE
from app.places.words import LONGEST_LABEL, LONGEST_NAME, LONGEST_PHONE

WEEK = range(7)

CRITICALITY_WORDS: dict[Criticality, Any] = {
    Criticality.A: _l("A: big lectures, exams, hybrid teaching. Checked every week."),
    Criticality.B: _l("B: general classrooms and meeting rooms. Checked every two weeks."),
    Criticality.C: _l("C: seldom used. Checked each term."),
    Criticality.S: _l("S: the law asks for checks, as in laboratories. Checked every week."),
}


def at_most(longest: int) -> Length:
    """The rule that a text has at most so many characters."""
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


def _choices(named: Iterable[Any], empty: Any) -> list[SelectChoice]:
    return [SelectChoice("", empty), *(SelectChoice(str(each.id), each.name) for each in named)]


class RoomForm(FlaskForm):
    """A room, new or changed. The floor is typed: one that is not there yet is made."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter the name that stands on the door.")), at_most(LONGEST_NAME)],
    )
    description = StringField(_l("What it is"), [at_most(LONGEST_NAME)])
    building = SelectField(_l("Building"), [InputRequired(_l("Choose a building."))])
    floor = StringField(_l("Floor"), [at_most(LONGEST_LABEL)])
    criticality = RadioField(
        _l("How much hangs on it?"),
        [InputRequired(_l("Choose how much hangs on this room."))],
        choices=[SelectChoice(each.value, words) for each, words in CRITICALITY_WORDS.items()],
        default=Criticality.B.value,
    )
    support_calendar = SelectField(_l("Support calendar"))

    def offer(
        self, buildings: Sequence[Building], calendars: Sequence[SupportCalendar]
    ) -> "RoomForm":
        """Give the form what can be chosen."""
        several = len({building.site_id for building in buildings}) > 1
        self.building.choices = [
            SelectChoice("", _("Choose a building")),
            *(
                SelectChoice(str(each.id), in_site(each) if several else each.name)
                for each in buildings
            ),
        ]
        self.support_calendar.choices = _choices(calendars, _("The one of its site"))
        return self


def in_site(building: Building) -> str:
    """The building and its site, where there are several sites."""
    return f"{building.name} · {building.site.name}"


def room_form(room: Room | None = None, *, building_id: int | None = None) -> RoomForm:
    """The form as it first stands: empty, or as the room is."""
    if room is None:
        return RoomForm(building=str(building_id or ""))
    return RoomForm(
        name=room.name,
        description=room.description,
        building=str(room.building_id),
        floor=room.floor.label if room.floor else "",
        criticality=room.criticality.value,
        support_calendar=str(room.support_calendar_id or ""),
    )


class BuildingForm(FlaskForm):
    """A building, new or changed."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Enter the building's name.")), at_most(LONGEST_NAME)]
    )
    site = SelectField(_l("Site"), [InputRequired(_l("Choose a site."))])

    def offer(self, sites: Sequence[Site]) -> "BuildingForm":
        """Give the form what can be chosen."""
        self.site.choices = _choices(sites, _("Choose a site"))
        return self


class FloorForm(FlaskForm):
    """One more floor of a building."""

    floor = StringField(
        _l("New floor"), [DataRequired(_l("Enter the floor's label.")), at_most(LONGEST_LABEL)]
    )


class SiteForm(FlaskForm):
    """A site, new or changed."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Enter the site's name.")), at_most(LONGEST_NAME)]
    )
    support_calendar = SelectField(
        _l("Support calendar"), [InputRequired(_l("Choose a support calendar."))]
    )

    def offer(self, calendars: Sequence[SupportCalendar]) -> "SiteForm":
        """Give the form what can be chosen."""
        self.support_calendar.choices = _choices(calendars, _("Choose a support calendar"))
        return self


class CalendarForm(FlaskForm):
    """A support calendar, new or changed: one span for each day of the week."""

    name = StringField(_l("Name"), [DataRequired(_l("Enter a name.")), at_most(LONGEST_NAME)])
    phone = TelField(
        _l("Phone number"), [DataRequired(_l("Enter a phone number.")), at_most(LONGEST_PHONE)]
    )
    timezone = SelectField(
        _l("Time zone"),
        [InputRequired(_l("Choose a time zone."))],
        choices=sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"),
    )

    def hours(self) -> list[Hours]:
        """The spans that were typed; refuses a day of which only one end is known."""
        spans = []
        for day in WEEK:
            opens, closes = self[f"opens_{day}"].data, self[f"closes_{day}"].data
            if (opens is None) != (closes is None):
                missing = "opens" if opens is None else "closes"
                raise Refusal(
                    _("Enter both times, or neither where support is closed."),
                    field=f"{missing}_{day}",
                )
            if opens is not None and closes is not None:
                spans.append((day, opens, LAST_MINUTE if closes == time(0) else closes))
        return spans


def calendar_form(calendar: SupportCalendar | None, timezone: str) -> CalendarForm:
    """The form as it first stands: office hours, or as the calendar is."""
    if calendar is None:
        given: dict[str, Any] = {"timezone": timezone}
        spans: Iterable[Hours] = ((day, time(8), time(18)) for day in range(5))
    else:
        given = {"name": calendar.name, "phone": calendar.phone, "timezone": calendar.timezone}
        spans = ((each.weekday, each.opens, each.closes) for each in calendar.hours)
    for day, opens, closes in spans:
        given |= {f"opens_{day}": opens, f"closes_{day}": closes}
    return CalendarForm(data=given)


for _day in WEEK:
    setattr(CalendarForm, f"opens_{_day}", TimeField(_l("Opens"), [Optional()]))
    setattr(CalendarForm, f"closes_{_day}", TimeField(_l("Closes"), [Optional()]))
