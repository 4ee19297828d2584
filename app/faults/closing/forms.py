"""The forms that close: what it was in three taps, or an answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired

from app.faults.closing.service import Said
from app.faults.closing.words import CAUSES, MECHANISMS, MODES, REMEDIES, mode_of
from app.faults.models import Cause, Event, Fault, FaultState, Mechanism, Remedy
from app.faults.words import plain

LONGEST_NOTE = 1000
A_DAY = timedelta(hours=8)
STEP = 5


def _short_enough(_form: FlaskForm, field: TextAreaField) -> None:
    if len(field.data) > LONGEST_NOTE:
        raise ValidationError(_("Please use at most %(longest)s characters.", longest=LONGEST_NOTE))


def _chips(words: Mapping[Any, Any], label: Any) -> RadioField:
    return RadioField(
        label,
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice(each.value, word) for each, word in words.items()],
        coerce=str,
    )


class CloseForm(FlaskForm):
    """How it showed, what broke, why, what was done, how long it took."""

    made_from = HiddenField()
    mode = SelectField(
        _l("How did it show?"),
        choices=[SelectChoice(code, word) for code, word in MODES.items()],
        coerce=str,
    )
    mechanism = _chips(MECHANISMS, _l("What was wrong?"))
    cause = _chips(CAUSES, _l("Why?"))
    remedy = _chips(REMEDIES, _l("What did you do?"))
    minutes = IntegerField(_l("Minutes of work"), [InputRequired(_l("Say how long it took."))])
    note = TextAreaField(_l("Words for everybody"), [_short_enough], filters=[plain])

    @property
    def said(self) -> Said:
        """What was said; the form must be valid."""
        return Said(
            mode=self.mode.data,
            mechanism=Mechanism(self.mechanism.data),
            cause=Cause(self.cause.data),
            remedy=Remedy(self.remedy.data),
            minutes=self.minutes.data or 0,
        )

    def begin(self, fault: Fault, now: datetime) -> "CloseForm":
        """Filled in as far as it is known; the fault's symptom and timeline must be loaded."""
        self.made_from.data = fault.state.value
        self.mode.data = mode_of(fault.symptom.failure_mode)
        self.minutes.data = _since_arrival(fault, now)
        return self


def _since_arrival(fault: Fault, now: datetime) -> int | None:
    """Minutes since somebody came today, in steps of five; None where it is not known."""
    there = [
        entry.at
        for entry in fault.timeline
        if entry.event is Event.ARRIVED or entry.state is FaultState.ATTENDED
    ]
    if not there or now - there[-1] > A_DAY:
        return None
    return -(-int((now - there[-1]).total_seconds() // 60) // STEP) * STEP or STEP


class AnswerForm(FlaskForm):
    """An answer to what somebody asked or wished for."""

    answer = TextAreaField(_l("Your answer"), [InputRequired(), _short_enough], filters=[plain])
