"""The form with which another moment is promised."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app.faults.models import Promise, Stage
from app.faults.promises.words import STAGES
from app.faults.words import plain

LONGEST_REASON = 1000


class PromiseForm(FlaskForm):
    """Which promise, by when instead, and why."""

    seen = HiddenField()
    stage = RadioField(
        _l("What do you promise?"), [InputRequired(_l("Choose what you promise."))], coerce=str
    )
    due = DateTimeLocalField(
        _l("By when now?"),
        [InputRequired(_l("Enter the day and the time that you promise now."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    reason = TextAreaField(
        _l("Why?"),
        [
            InputRequired(_l("Say why: whoever reported it will ask.")),
            Length(max=LONGEST_REASON, message=_l("Please use at most %(max)d characters.")),
        ],
        filters=[plain],
    )

    def offer(self, owed: Iterable[Promise], last_entry: int) -> "PromiseForm":
        """Give the form what is owed, and remember what stood on the page."""
        stages = {each.stage for each in owed}
        self.stage.choices = [
            SelectChoice(stage.value, word)  # type: ignore[arg-type]
            for stage, word in STAGES.items()
            if stage in stages
        ]
        if not self.is_submitted():
            self.seen.data = str(last_entry)
        return self

    @property
    def last_seen(self) -> int:
        """The last entry of the timeline that stood on the page; none counts as seen if unsaid."""
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 19 else sys.maxsize

    def told(self, zone: tzinfo) -> tuple[Stage, datetime, str]:
        """The stage, the moment in UTC, and the reason; the time was meant in the zone."""
        due: datetime = self.due.data
        return Stage(self.stage.data), due.replace(tzinfo=zone).astimezone(UTC), self.reason.data
