"""The form in which a room user says what is wrong."""

from collections.abc import Container
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import UUID, InputRequired

from app.errors import Refusal
from app.extensions import db
from app.faults.models import Kind
from app.faults.words import OTHER, plain
from app.photos import service as photos
from app.photos.cleaning import Picture
from app.photos.holding import held, hold

LONGEST_NOTE = 1000
LONGEST_CONTACT = 200


def _at_most(longest: int, typed: str) -> None:
    """Checked here and not by the browser, which would cut off what was pasted and say nothing."""
    if len(typed) > longest:
        raise ValidationError(
            _(
                "Please use at most %(longest)s characters; these are %(count)s.",
                longest=longest,
                count=len(typed),
            )
        )


class ReportForm(FlaskForm):
    """What is wrong with one unit, or with the room itself. Everything typed survives a refusal."""

    key = HiddenField(validators=[UUID()])
    unit = StringField(_l("What it is about"), filters=[plain])
    symptom = StringField(
        _l("What is wrong?"), [InputRequired(_l("Choose what is wrong."))], filters=[plain]
    )
    note = TextAreaField(_l("In your words"), filters=[plain])
    contact = StringField(_l("How can we reach you?"), filters=[plain])
    photo = FileField(_l("Photo"))
    kept = HiddenField(filters=[lambda name: name if name and held(name) else ""])
    """What opens the photo that came with the form before, when it was refused."""

    @property
    def kind(self) -> Kind:
        """What is told: mostly that something is broken."""
        said = self.symptom.data
        return Kind(said) if said in set(Kind) else Kind.BROKEN

    @property
    def symptom_code(self) -> str:
        """The word that was chosen; a question or a wish has none of its own."""
        return OTHER if self.kind is not Kind.BROKEN else self.symptom.data or ""

    @property
    def is_wordless(self) -> bool:
        """Whether it says no more than one tap does."""
        return not (self.note.data or self.contact.data or self.photo.data or self.kept.data)

    @property
    def has_kept_photo(self) -> bool:
        """Whether a photo waits for it to be sent again."""
        return bool(self.kept.data)

    def picture(self) -> Picture | None:
        """The photo, cleaned, or the one that was kept; refused where it is none.

        It is decoded while nobody waits for us: the transaction that began is given back. Then it
        is kept for the case that the form comes back, since no browser does.
        """
        if not self.photo.data:
            return held(self.kept.data or "")
        db.session.rollback()
        picture = photos.clean(self.photo.data.read())
        self.kept.data = hold(picture)
        return picture

    def keep_photo(self) -> None:
        """Keep what was chosen, and say beside the field why where it can't be."""
        try:
            self.picture()
        except Refusal as refusal:
            self.photo.errors = (str(refusal),)

    def validate_note(self, field: TextAreaField) -> None:
        """A note is as long as a page can show."""
        _at_most(LONGEST_NOTE, field.data)

    def validate_contact(self, field: StringField) -> None:
        """A contact is one line."""
        _at_most(LONGEST_CONTACT, field.data)

    def renew_key(self) -> None:
        """A fresh key: what is sent next is something new."""
        self.key.data = str(uuid4())

    def check(self, *, found: bool, offered: Container[str]) -> bool:
        """Whether it can be sent: the unit was found, and the symptom is one offered for it.

        A lost key is mended in silence, a lost session is said.
        """
        self.validate()
        if self.key.errors:
            self.renew_key()
        if "csrf_token" in self and self["csrf_token"].errors:
            self["csrf_token"].errors = ()
            self.form_errors.append(_expired())
        self.key.errors = ()
        if not found:
            self.unit.errors = (_("Choose what it is about. What was chosen is not here."),)
            self.symptom.errors = ()
        elif not self.symptom.errors and self.symptom.data not in offered:
            self.symptom.errors = (_("That can't be wrong with this. Choose one of these."),)
        for field in self:
            field.errors = tuple(str(sentence) for sentence in field.errors)
        return not self.errors


def _expired() -> str:
    return _(
        "This page was open for too long, or cookies are off. "
        "What you typed is still here: send it again."
    )


class MeTooForm(FlaskForm):
    """One tap: it happens to me too."""

    key = HiddenField(validators=[UUID()])
    fault = HiddenField()
