"""Asking for printed tags; all of it stands in the address, so that a choice can be kept."""

from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.errors import Refusal
from app.sheets.queries import Choice
from app.sheets.words import refused
from tags import Design, Stock, TagError, design, stock

USUAL_STOCK = "avery-l7160"
USUAL_DESIGN = "label"


@dataclass(frozen=True)
class Wish:
    """What was asked for, read from a request; `first` is the first free label, from 1."""

    choice: Choice
    stock_id: str
    design_id: str
    first: str
    trial: bool

    @property
    def skip(self) -> int:
        """How many labels of the first sheet are used up; refused where that is no number."""
        if not self.first.isdecimal() or len(self.first) > 5:
            raise Refusal(_("The first free label is a number, from 1."), field="first", status=422)
        return int(self.first) - 1

    @property
    def paper(self) -> tuple[Stock, Design]:
        """The stock and the design; refused where one of them is not known."""
        try:
            return stock(self.stock_id), design(self.design_id)
        except TagError as error:
            raise refused(error) from error


def read(values: MultiDict[str, str]) -> Wish:
    """What a request asks for; what is no number among the ids is passed over."""
    return Wish(
        choice=Choice(
            room_ids=_numbers(values.getlist("room")),
            building_ids=_numbers(values.getlist("building")),
            words=values.get("q", "").strip()[:200],
            unprinted="unprinted" in values,
            everything="all" in values,
        ),
        stock_id=values.get("stock", USUAL_STOCK),
        design_id=values.get("design", USUAL_DESIGN),
        first=values.get("first", "1").strip() or "1",
        trial="trial" in values,
    )


def _numbers(texts: list[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts if text.isdecimal() and len(text) < 10)
