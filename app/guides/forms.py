"""The form of a guide: preview and picture are buttons of their own, and store no guide."""

from datetime import datetime

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from app.equipment import queries as equipment
from app.equipment.models import Symptom
from app.extensions import db
from app.guides.models import Guide, GuideKind
from app.guides.service import Wording
from app.guides.words import KINDS
from app.photos import service as photos

LONGEST = 20_000
PREVIEW, PICTURE = "preview", "picture"


class GuideForm(FlaskForm):
    """What a guide says, for whom, and against what."""

    seen = HiddenField()
    """The version that the writer began with."""
    kind = SelectField(_l("For whom"))
    symptom = SelectField(_l("Against what"))
    title = StringField(_l("Title"), [DataRequired(_l("Give it a title.")), Length(max=200)])
    body = TextAreaField(_l("Text"), [DataRequired(_l("Write what to do."))])
    photo = FileField(_l("Picture"))

    def offer(self, symptoms: list[Symptom]) -> None:
        """What can be chosen."""
        self.kind.choices = [SelectChoice(kind.value, str(words)) for kind, words in KINDS.items()]
        self.symptom.choices = [
            SelectChoice("", _("It helps in general")),
            *(SelectChoice(each.code, _(each.label)) for each in symptoms),
        ]

    def validate_body(self, field: TextAreaField) -> None:
        """A text is as long as somebody reads standing."""
        if len(field.data) > LONGEST:
            raise ValidationError(_("Please use at most %(most)s characters.", most=LONGEST))

    @property
    def is_only_shown(self) -> bool:
        """Whether a button was pressed that stores no guide."""
        return request.form.get("act") in {PREVIEW, PICTURE}

    @property
    def wants_picture(self) -> bool:
        """Whether a picture was sent to be put into the text."""
        return request.form.get("act") == PICTURE and bool(self.photo.data)

    def take_picture(self, at: datetime) -> None:
        """Store the picture that was sent, and name it at the end of the text."""
        db.session.rollback()  # while it is decoded, nobody has to wait for our transaction
        photo = photos.take_in(self.photo.data.read(), at=at)
        words = _("What the picture shows")
        self.body.data = f"{(self.body.data or '').rstrip()}\n\n![{words}](photo:{photo.key})\n"

    def wording(self, symptoms: list[Symptom]) -> Wording:
        """What was typed; a symptom that is not offered counts as none."""
        chosen = next((each for each in symptoms if each.code == self.symptom.data), None)
        body = (self.body.data or "").replace("\r\n", "\n").strip()
        title = " ".join((self.title.data or "").split())
        return Wording(GuideKind(self.kind.data), title, body, chosen)


def guide_form(guide: Guide | None, type_id: int) -> tuple[GuideForm, list[Symptom]]:
    """The form with what the guide says now, and the symptoms that it offers."""
    symptoms = list(equipment.symptoms_of(type_id))
    known = (
        {
            "seen": str(guide.version),
            "kind": guide.kind.value,
            "symptom": guide.symptom.code if guide.symptom else "",
            "title": guide.title,
            "body": guide.body,
        }
        if guide
        else {"seen": "0"}
    )
    form = GuideForm(**known)
    form.offer(symptoms)
    return form, symptoms
