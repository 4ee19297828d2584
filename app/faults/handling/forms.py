"""The forms with which staff move a fault and say what it takes away."""

import sys
from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired

from app.errors import Refusal
from app.extensions import db
from app.faults.models import MOVES, Awaiting, Effect, Fault, FaultState, Kind, Restoration
from app.faults.promises.reached import Wait
from app.faults.words import ACTS, AWAITING, EFFECTS, RESTORATIONS, act, plain
from app.forms import Depends
from app.people.models import Person
from app.photos import service as photos
from app.photos.models import Photo

LONGEST_NOTE = 1000


def needs_diagnosis(fault: Fault, state: FaultState) -> bool:
    """Whether a fault comes into a state only by saying what it was."""
    return state is FaultState.RESOLVED and fault.kind is Kind.BROKEN


class StaffForm(FlaskForm):
    """A form about one fault."""

    def show(self, fault: Fault) -> None:
        """Make it ready to be shown for this fault; what was typed stays."""


def _short_enough(_form: FlaskForm, field: TextAreaField) -> None:
    if len(field.data) > LONGEST_NOTE:
        raise ValidationError(_("Please use at most %(longest)s characters.", longest=LONGEST_NOTE))


class TakeForm(StaffForm):
    """Whose it was when the button was shown."""

    held_by = HiddenField()


class AssignForm(StaffForm):
    """Who answers for it from now on, and whose it was when the form was shown."""

    held_by = HiddenField()
    person = SelectField(_l("Who takes it?"), coerce=str)

    def offer(self, people: Sequence[Person]) -> "AssignForm":
        """The form with those who can take it."""
        self.person.choices = [(str(each.id), each.name) for each in people]
        return self

    def show(self, fault: Fault) -> None:
        """Begin with whoever has it."""
        self.held_by.data = str(fault.assignee_id or "")
        self.person.data = self.held_by.data


class MoveForm(StaffForm):
    """What happens next, words for whoever reported it, words among staff."""

    made_from = HiddenField()
    seen = HiddenField()
    state = RadioField(_l("What happens now?"), validate_choice=False, filters=[plain])
    restoration = RadioField(
        _l("If it works again: how?"),
        [Depends()],
        choices=[SelectChoice(each.value, word) for each, word in RESTORATIONS.items()],  # type: ignore[arg-type]
        coerce=str,
    )
    awaiting = RadioField(
        _l("If it has to wait: for what?"),
        [Depends()],
        choices=[SelectChoice(each.value, word) for each, word in AWAITING.items()],  # type: ignore[arg-type]
        coerce=str,
    )
    next_on = DateField(_l("If it has to wait: when do you look again?"), [Depends()])
    note = TextAreaField(_l("Words for everybody"), [Depends(), _short_enough], filters=[plain])
    remark = TextAreaField(_l("Words for staff only"), [_short_enough], filters=[plain])

    photo = FileField(_l("Photo, for staff only"))

    def taken(self, at: datetime) -> Photo | None:
        """The photo that was sent, taken in; to be called before anything is held."""
        if not self.photo.data:
            return None
        if not self.remark.data:
            sentence = _("Say in a few words for staff what the photo shows.")
            raise Refusal(sentence, field="remark")
        db.session.rollback()
        return photos.take_in(self.photo.data.read(), at=at)

    @property
    def last_seen(self) -> int:
        """The last entry of the timeline that stood on the page; none counts as seen if unsaid."""
        typed = self.seen.data or ""
        return int(typed) if typed.isdecimal() and len(typed) < 19 else sys.maxsize

    @property
    def wait(self) -> Wait | None:
        """What it waits for and until when; None where either is unsaid."""
        if self.awaiting.data not in set(Awaiting) or self.next_on.data is None:
            return None
        return Wait(Awaiting(self.awaiting.data), self.next_on.data)

    @property
    def restored_by(self) -> Restoration | None:
        """How it was made to work again; None where it was not said."""
        said = self.restoration.data
        return Restoration(said) if said in set(Restoration) else None

    @property
    def moves_to(self) -> FaultState | None:
        """The state that was chosen; None for only a note."""
        return FaultState(self.state.data) if self.state.data in set(FaultState) else None

    def show(self, fault: Fault) -> None:
        """Offer the moves that the fault's state allows, from that state."""
        self.made_from.data = fault.state.value
        self.seen.data = str(fault.timeline[-1].id)
        moves = [
            SelectChoice(state.value, act(state))
            for state in ACTS
            if state in MOVES[fault.state] and not needs_diagnosis(fault, state)
        ]
        self.state.choices = [*moves, SelectChoice("", _("Nothing yet, only a note"))]
        self.state.data = self.state.data or ""
        self.state.flags.required = True  # type: ignore[attr-defined]


class EffectForm(StaffForm):
    """What the fault takes away, and words about it on the public pages."""

    effect = RadioField(
        _l("What does it take away?"),
        [InputRequired(_l("Choose what it takes away."))],
        choices=[SelectChoice(each.value, word) for each, word in EFFECTS.items()],  # type: ignore[arg-type]
        coerce=str,
    )
    detail = TextAreaField(_l("Words on the public pages"), [_short_enough], filters=[plain])

    def show(self, fault: Fault) -> None:
        """Fill in what is known, where nothing was typed."""
        if self.detail.raw_data is None:
            self.effect.data, self.detail.data = Effect(fault.effect).value, fault.detail
