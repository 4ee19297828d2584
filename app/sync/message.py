"""What a phone sends of one check that it kept: only these fields, within these bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask_babel import gettext as _
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.checks.logging.following import Still
from app.checks.models import Reason, Result, Scope
from app.equipment.stock.numbers import MOST
from app.errors import Refusal
from app.faults.models import Effect

LARGEST_KEY = 2**31 - 1
LATEST_CLOCK = 8_640_000_000_000_000
"""The last millisecond that a browser's clock can tell, counted from 1970 (ECMA-262 §21.4.1.1)."""

Key = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
Clock = Annotated[int, Field(ge=-LATEST_CLOCK, le=LATEST_CLOCK)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Strict):
    """One finding: on a unit, or on the room itself where `unit` is None; on one item, or none."""

    unit: Key | None = None
    item: Key | None = None
    result: Result
    reason: Reason | None = None
    reading: Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)] | None = None
    read_on: Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))] | None = None
    note: Annotated[str, StringConstraints(max_length=1000)] = ""
    answer: Annotated[str, StringConstraints(max_length=1000)] = ""
    symptom: Annotated[str, StringConstraints(max_length=30)] = ""
    effect: Effect | None = None


class Part(_Strict):
    """So many of what lies in a stock went into a unit."""

    unit: Key
    stock: Key
    number: Annotated[int, Field(ge=1, le=MOST)]


class Again(_Strict):
    """What is said of a line that failed last time: `finding` is the one that told of it."""

    finding: Key
    still: Still
    reason: Reason | None = None


class Message(_Strict):
    """A check as the phone kept it. `done` and `sent` are the phone's own clock, in milliseconds.

    `taken` is the server's moment, in seconds since 1970, at which the phone took the room along.
    `at_tag` says whether the phone opened the tag's address; it is believed for what it is worth.
    `again` answers what failed last time; None: an older page kept it, which did not ask.
    """

    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    person: Key
    room: Key
    at_tag: bool = False
    scope: Scope
    reason: Reason | None = None
    note: Annotated[str, StringConstraints(max_length=2000)] = ""
    findings: Annotated[tuple[Answer, ...], Field(max_length=2000)] = ()
    again: Annotated[tuple[Again, ...], Field(max_length=200)] | None = None
    parts: Annotated[tuple[Part, ...], Field(max_length=200)] = ()
    done: Clock
    sent: Clock
    taken: Annotated[int, Field(ge=0, le=LATEST_CLOCK // 1000)] = 0


def read_message(text: str) -> Message:
    """The message that the text holds; refuses what is none, or none that this version knows."""
    try:
        return Message.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise Refusal(
            _(
                "This check could not be read: something is wrong at “%(place)s”. "
                "Save it as a file and give that to a manager.",
                place=".".join(str(part) for part in first["loc"]) or "?",
            ),
            status=422,
        ) from None
