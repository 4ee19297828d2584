"""The form of a channel."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.notices.channels.service import Wanted
from app.notices.models import Topic, Via
from app.notices.words import HEARD

KINDS: dict[Via, Any] = {
    Via.CHAT: _l("A chat room: people read it"),
    Via.WEBHOOK: _l("A webhook: a program reads it"),
}


class ChannelForm(FlaskForm):
    """A chat room or a webhook."""

    kind = RadioField(
        _l("What is it?"),
        [InputRequired(_l("Choose what it is."))],
        choices=[SelectChoice(via.value, words) for via, words in KINDS.items()],
    )
    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Enter a name.")),
            Length(max=100, message=_l("Use at most %(max)d characters.")),
        ],
    )
    address = StringField(
        _l("Address"),
        [
            DataRequired(_l("Enter its address.")),
            Length(max=1000, message=_l("Use at most %(max)d characters.")),
        ],
    )
    topics = SelectMultipleField(
        _l("What shall it hear of?"),
        [InputRequired(_l("Choose at least one."))],
        choices=[SelectChoice(topic.value, words) for topic, words in HEARD.items()],
    )

    def wanted(self) -> Wanted:
        """What was typed."""
        return Wanted(
            Via(self.kind.data),
            self.name.data or "",
            self.address.data or "",
            [Topic(each) for each in self.topics.data or ()],
        )
