"""The part of the check form that is the same in every room: its key and the note."""

from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, Optional, Regexp

LOST_KEY = _l("This page was not whole when it was sent. Look it over, and send it again.")


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
