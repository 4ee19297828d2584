"""Asking for printed tags; all of it stands in the address, so that a choice can be kept."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import formats
from app.errors import Refusal
from app.numbers import number_of
from app.sheets.asking.queries import MOST, Choice
from app.sheets.making.wishes import Of

USUAL_STOCK = "avery-l7160"
USUAL_DESIGN = "label"
FURTHEST = 10_000
"""Beyond the last label of any sheet: a higher number means the same, and would fill the memory."""


class MadeFor(NamedTuple):
    """For which answers the form was made that a request comes from; empty where from none."""

    of: str = ""
    design_id: str = ""
    stock_id: str = ""
    printer: str = ""


@dataclass(frozen=True)
class Shown:
    """How many tags stood beside the button that was pressed, and since when."""

    count: int
    since: datetime


@dataclass(frozen=True)
class Wish:
    """What was asked for, as it was typed; an empty id leaves the answer to what is usual.

    `ticked` are the used labels of the first sheet, from 0; `first` may name its first free one
    instead, from 1. `printer` is empty for none, and None where nothing was said of it; `begun`
    are the used labels of the begun sheet that the page showed, as they are stored.
    """

    choice: Choice
    blanks: str
    design_id: str
    stock_id: str
    paper: str
    kind: str
    printer: str | None
    first: str
    ticked: frozenset[int]
    begun: str | None
    trial: bool
    made_for: MadeFor
    shown: Shown | None

    @property
    def count_blank(self) -> int:
        """How many blank tags; refused where that is no number, or more than one order takes."""
        count = int(self.blanks) if _is_number(self.blanks) else 0
        if not 1 <= count <= MOST:
            raise Refusal(
                _("How many? A number from 1 to %(most)s.", most=formats.number(MOST)),
                field="blanks",
                status=422,
            )
        return count

    @property
    def first_free(self) -> int:
        """The first free label, from 1; refused where it is no number."""
        if not self.first:
            return 1
        if not _is_number(self.first) or int(self.first) < 1:
            raise Refusal(_("The first free label is a number, from 1."), field="first", status=422)
        return min(int(self.first), FURTHEST + 1)

    @property
    def used(self) -> frozenset[int]:
        """The labels of the first sheet that are used up, from 0; refused as `first_free` is."""
        return self.ticked | frozenset(range(self.first_free - 1))


def read(values: MultiDict[str, str]) -> Wish:
    """What a request asks for; what is no number among the ids is passed over."""
    return Wish(
        choice=_choice(values),
        blanks=values.get("blanks", "").strip(),
        design_id=values.get("design", "").strip()[:40],
        stock_id=values.get("stock", "").strip()[:60],
        paper=values.get("paper", "").strip()[:80],
        kind=values.get("kind", ""),
        printer=values.get("printer"),
        first=values.get("first", "").strip(),
        ticked=frozenset(number - 1 for number in _numbers(values.getlist("used"))),
        begun=values.get("begun"),
        trial="trial" in values,
        made_for=_made_for(values.get("made_for", "")),
        shown=_shown(values),
    )


def _choice(values: MultiDict[str, str]) -> Choice:
    return Choice(
        of=_of(values),
        room_ids=_numbers(values.getlist("room")),
        unit_ids=_numbers(values.getlist("unit")),
        tag_ids=_numbers(values.getlist("tag")),
        batch_id=number_of(values, "batch"),
        building_ids=_numbers(values.getlist("building")),
        type_id=number_of(values, "type"),
        words=values.get("q", "").strip()[:200],
        unprinted="unprinted" in values,
        everything="all" in values,
    )


def _of(values: MultiDict[str, str]) -> Of:
    if "tag" in values or "batch" in values:
        return Of.TAGS
    if "unit" in values:
        return Of.UNITS
    asked = values.get("of", "")
    return Of(asked) if asked in set(Of) - {Of.TAGS} else Of.ROOMS


def _made_for(text: str) -> MadeFor:
    parts = text.split(" ")
    return MadeFor(*parts) if len(parts) == len(MadeFor._fields) else MadeFor()


def _shown(values: MultiDict[str, str]) -> Shown | None:
    count = number_of(values, "shown")
    try:
        since = datetime.fromisoformat(values.get("since", "")).astimezone(UTC)
    except (ValueError, OverflowError):  # it is no moment, or lies before the year 1
        return None
    return Shown(count, since) if count is not None else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _numbers(texts: list[str]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(text) for text in texts if _is_number(text)))[: MOST + 1]
