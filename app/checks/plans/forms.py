"""The form of a job plan: what to do, and in which rhythm."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.checks.models import Basis, CheckItem, JobPlan, Scope, Shift
from app.checks.plans.rhythm import LAST_DAY, SHORTEST_MONTH, Plain, kind_of, plain_of, rule_typed
from app.checks.plans.service import PlanFields
from app.checks.plans.words import SHIFTS, weekdays
from app.checks.words import SCOPES
from app.errors import Refusal
from app.places.words import LONGEST_NAME

LONGEST_TEXT = 4000
LONGEST_RULE = 200
LONGEST_QUALIFICATION = 40
MOST_MINUTES = 24 * 60
MOST_EVERY = 1000
MOST_DAYS = 36_525

RHYTHMS: dict[str, Any] = {
    "fixed": _l("On fixed dates"),
    "after": _l("So many days after it was last done"),
    "rule": _l("By a rule of my own (RFC 5545)"),
    "never": _l("On no date: when needed, or by a reading alone"),
}
PERIODS: dict[str, Any] = {
    "day": _l("days"),
    "week": _l("weeks"),
    "month": _l("months"),
    "year": _l("years"),
}


RHYTHM_FIELDS = (
    *("rhythm", "every", "period", "weekdays", "month_day", "starts_on", "after_days"),
    *("rrule", "reading_code", "reading_every", "shift"),
)


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), said) for value, said in words.items()]


def _between(low: int, high: int) -> NumberRange:
    return NumberRange(low, high, _l("Enter a number from %(min)s to %(max)s."))


class PlanForm(FlaskForm):
    """A job plan, new or changed; what it is for stands in the address."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Enter what the work is called.")), _at_most(LONGEST_NAME)]
    )
    description = TextAreaField(_l("What is to be done"), [_at_most(LONGEST_TEXT)])
    scope = RadioField(
        _l("How large is it?"),
        [InputRequired(_l("Choose how large the work is."))],
        choices=_choices(SCOPES),
        default=Scope.SERVICE.value,
    )
    minutes = IntegerField(
        _l("Minutes"),
        [InputRequired(_l("Enter how many minutes it takes.")), _between(0, MOST_MINUTES)],
        default=10,
    )
    qualification = StringField(_l("Who alone may sign it"), [_at_most(LONGEST_QUALIFICATION)])
    statutory = BooleanField(_l("The law asks for it"))
    rhythm = RadioField(
        _l("When is it due?"),
        [InputRequired(_l("Choose when it is due."))],
        choices=_choices(RHYTHMS),
        default="fixed",
    )
    every = IntegerField(_l("Every"), [Optional(), _between(1, MOST_EVERY)], default=1)
    period = SelectField(
        _l("Days, weeks, months or years"),
        choices=_choices(PERIODS),
        default="month",
    )
    weekdays = SelectMultipleField(_l("On these days of the week"))
    month_day = SelectField(_l("On this day of the month"))
    starts_on = DateField(_l("From this day on"), [Optional()])
    after_days = IntegerField(_l("Days"), [Optional(), _between(1, MOST_DAYS)])
    rrule = StringField(_l("Rule"), [_at_most(LONGEST_RULE)])
    reading_code = SelectField(_l("Reading"))
    reading_every = FloatField(_l("Due when it has moved on by"), [Optional()])
    shift = RadioField(
        _l("What if the day is closed?"),
        choices=_choices(SHIFTS),
        default=Shift.AFTER.value,
    )
    in_term = BooleanField(_l("Only in term"))

    def offer(self, numbers: Sequence[CheckItem]) -> "PlanForm":
        """Give the form what can be chosen: the items by which a number is read."""
        self.weekdays.choices = [SelectChoice(value, words) for value, words in weekdays()]
        days = range(1, SHORTEST_MONTH + 1)
        self.month_day.choices = [
            SelectChoice("", _("The day on which it starts")),
            *(SelectChoice(str(day), str(day)) for day in days),
            SelectChoice(LAST_DAY, _("The last day")),
        ]
        self.reading_code.choices = [
            SelectChoice("", _("No reading")),
            *(
                SelectChoice(each.code, f"{each.text} ({each.unit or each.code})")
                for each in numbers
            ),
        ]
        return self

    def is_only_shown(self) -> bool:
        """Whether it was sent only to see its dates; then it says what there is to mend."""
        if not (self.is_submitted() and "show" in request.form):
            return False
        self.validate()
        return True

    def told(self) -> PlanFields:
        """What the form says of the plan; refuses what makes no rhythm."""
        return {
            "name": self.name.data or "",
            "description": (self.description.data or "").strip(),
            "scope": Scope(self.scope.data),
            "minutes": self.minutes.data or 0,
            "qualification": (self.qualification.data or "").strip(),
            **self.rhythm_told(),  # type: ignore[typeddict-item]
        }

    def rhythm_told(self) -> dict[str, Any]:
        """What the form says of when the work is due; refuses what makes no rhythm."""
        code = self.reading_code.data or None
        return {
            "statutory": self.statutory.data,
            "reading_code": code,
            "reading_every": self._moved() if code else None,
            "shift": Shift(self.shift.data),
            "in_term": self.in_term.data,
            **self._rhythm(),
        }

    def _moved(self) -> float:
        moved: float | None = self.reading_every.data
        if moved is None or not 0 < moved < float("inf"):
            raise Refusal(
                _("Enter by how much the reading moves on, as a number above 0."),
                field="reading_every",
            )
        return moved

    def _rhythm(self) -> dict[str, Any]:
        fixed: dict[str, Any] = {"basis": Basis.GRID, "every_days": None, "rrule": ""}
        start: date | None = self.starts_on.data
        match self.rhythm.data:
            case "after":
                return self._after(start)
            case "rule":
                return fixed | {"rrule": rule_typed(self.rrule.data or ""), "starts_on": start}
            case "never":
                return fixed | {"starts_on": None}
        return fixed | {"rrule": self._plain(), "starts_on": start}

    def _after(self, start: date | None) -> dict[str, Any]:
        days = self.after_days.data
        if not days:
            raise Refusal(_("Enter after how many days it is due again."), field="after_days")
        rule = Plain(days, "day").rule
        return {"basis": Basis.AFTER, "every_days": days, "rrule": rule, "starts_on": start}

    def _plain(self) -> str:
        if not self.every.data:
            raise Refusal(_("Enter every how many days, weeks, months or years."), field="every")
        period = self.period.data
        days = tuple(self.weekdays.data or ()) if period == "week" else ()
        month_day = self.month_day.data if period == "month" else ""
        try:
            return rule_typed(Plain(self.every.data, period, days, month_day or "").rule)
        except Refusal as refusal:
            raise Refusal(refusal.sentence, field="every") from refusal


def new_plan_form(*, statutory: bool, numbers: Sequence[CheckItem]) -> PlanForm:
    """The form as it first stands; `statutory` where the law asks for checks of the type."""
    return PlanForm(statutory=statutory).offer(numbers)


def plan_form(plan: JobPlan, numbers: Sequence[CheckItem]) -> PlanForm:
    """The form as the plan is."""
    plain = plain_of(plan.rrule) or Plain(1, "month")
    return PlanForm(
        obj=plan,
        rhythm=kind_of(plan),
        every=plain.every,
        period=plain.unit,
        weekdays=list(plain.weekdays),
        month_day=plain.month_day,
        after_days=plan.every_days,
    ).offer(numbers)
