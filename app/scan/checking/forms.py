"""The part of the check form that is the same in every room: its key and the note."""

from datetime import datetime
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from app.checks.models import NoTag
from app.errors import Refusal
from app.places.models import Room

LOST_KEY = _l("This page was not whole when it was sent. Look it over, and send it again.")

WHY = {
    NoTag.TORN_OFF: _l("The tag is torn off, or can't be read"),
    NoTag.NONE_YET: _l("There is no tag yet"),
    NoTag.FROM_PAPER: _l("I copy it from paper"),
}


class CheckForm(FlaskForm):
    """A check's key, made once with the page, the scan by which it began, the note on the visit."""

    key = HiddenField(validators=[Regexp(r"[0-9a-f-]{36}\Z", message=LOST_KEY)])
    scan = HiddenField()
    note = TextAreaField(
        _l("Anything else?"),
        filters=[lambda typed: (typed or "").replace("\r\n", "\n").strip()],
        validators=[Optional(), Length(max=2000)],
    )

    def renew_key(self) -> None:
        """Make it a new form: what it sends next is another check."""
        self.key.data = str(uuid4())

    def say_why(self) -> None:
        """Ask why a check is corrected, instead of for anything else: that has to be said."""
        self.note.label.text = _("Why is it corrected?")
        vars(self.note.flags)["required"] = True


class UntaggedForm(CheckForm):
    """A check without the room's tag: why there was none, and when it was made."""

    no_tag = RadioField(
        _l("Why without the tag?"),
        choices=lambda: [SelectChoice(key.value, str(words)) for key, words in WHY.items()],
        validators=[InputRequired(message=_l("Say why it is logged without the tag."))],
    )
    made_at = DateTimeLocalField(
        _l("When was it made?"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        validators=[Optional()],
    )

    def moment(self, room: Room, now: datetime) -> datetime:
        """When it was made, as typed in the room's local time; now where nothing was typed.

        Refuses a time to come, and one before the room was known here.
        """
        if self.made_at.data is None:
            return now
        typed: datetime = self.made_at.data
        moment = typed.replace(tzinfo=room.support.zone).astimezone(now.tzinfo)
        if moment > now:
            raise Refusal(_("This time has not come yet."), field="made_at", status=422)
        if moment < room.created_at:
            sentence = _("This room is known here only since later. Lists bring older work.")
            raise Refusal(sentence, field="made_at", status=422)
        return moment
