"""The form of an own stock, and what all forms about paper share."""

from itertools import starmap
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.lengths import millimetres, typed
from app.paper.models import OwnStock
from app.paper.stocks import DIGITS, Axis, Layout, Numbers
from app.paper.words import length
from tags import Stock, StockError

LONGEST_NAME = 80
LONGEST_NOTE = 200
MOST_COLUMNS, MOST_ROWS = 40, 100
SHORTEST_PAGE, LONGEST_PAGE = 10, 1300
"""Millimetres: from the narrowest tape to the long side of B0."""

PAGE_SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "a5": (148.0, 210.0)}
OTHER = "other"
PAGES: dict[str, Any] = {
    "a4": _l("A4 · 210 × 297 mm"),
    "letter": _l("US Letter · 8½ × 11 in"),
    "a5": _l("A5 · 148 × 210 mm"),
    OTHER: _l("Another size"),
}
LENGTHS = (
    *("page_width", "page_height", "label_width", "label_height"),
    *("left", "top", "pitch_x", "pitch_y"),
)
GEOMETRY = ("page", "columns", "rows", *LENGTHS)
"""The fields that say where labels lie."""
UNITS: dict[str, Any] = {"mm": _l("Millimetres"), "in": _l("Inches")}


def at_most(longest: int) -> Length:
    """What is longer is refused, in characters."""
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


def a_name(sentence: Any) -> StringField:
    """A field for a name; without one, the sentence is said."""
    return StringField(_l("Name"), [DataRequired(sentence), at_most(LONGEST_NAME)])


def measured(what: Any) -> StringField:
    """A field for a length that has to be there."""
    return StringField(what, [DataRequired(_l("Measure it on the sheet and enter it."))])


def tell(field: Field, sentence: str) -> None:
    """Put a sentence beside a field."""
    field.errors = (*field.errors, sentence)


class StockForm(FlaskForm):
    """A sheet of labels that the catalogue lacks; what is left empty is worked out."""

    name = a_name(_l("Enter a name, such as what stands on the packet."))
    unit = RadioField(
        _l("Measured in"),
        [InputRequired(_l("Choose what you measure in."))],
        choices=list(starmap(SelectChoice, UNITS.items())),
        default="mm",
    )
    page = SelectField(
        _l("Page"),
        [InputRequired(_l("Choose the size of the page."))],
        choices=list(starmap(SelectChoice, PAGES.items())),
        default="a4",
    )
    page_width = StringField(_l("Page width"))
    page_height = StringField(_l("Page height"))
    columns = measured(_l("Columns"))
    rows = measured(_l("Rows"))
    label_width = measured(_l("Label width"))
    label_height = measured(_l("Label height"))
    left = StringField(_l("Left margin"))
    top = StringField(_l("Top margin"))
    pitch_x = StringField(_l("Pitch across"))
    pitch_y = StringField(_l("Pitch down"))
    note = TextAreaField(_l("Note"), [at_most(LONGEST_NOTE)])

    sheet: Stock | None = None
    """The sheet, once it was drawn."""
    mistaken: Numbers | None = None
    """The numbers of one that can't be, but can be drawn."""

    def is_only_drawn(self) -> bool:
        """Whether it was sent only to see the sheet; then it says what there is to mend."""
        if not (self.is_submitted() and "draw" in request.form):
            return False
        self.validate()
        return True

    def validate(self, *args: Any, **given: Any) -> bool:
        """Whether all fields are right, and the sheet can be."""
        fine = super().validate(*args, **given)
        return self.drawn() is not None and fine

    def drawn(self) -> Stock | None:
        """The sheet as it was typed; None where it can't be, with sentences beside the fields."""
        layout = self.layout()
        if any(self[name].errors for name in GEOMETRY) or not self.begun:
            return None
        for name, sentence in layout.wrong(self.measured_in).items():
            tell(self[name], sentence)
        try:
            self.sheet = layout.stock()
        except StockError:
            self.mistaken = layout.numbers()
        return self.sheet

    def layout(self) -> Layout:
        """The sheet as it was typed; what is no number counts as 0, and is said beside it."""
        width, height = self._page()
        across = (self._count("columns", MOST_COLUMNS), self._needed("label_width"))
        down = (self._count("rows", MOST_ROWS), self._needed("label_height"))
        left, pitch_x = self._length("left"), self._length("pitch_x")
        top, pitch_y = self._length("top"), self._length("pitch_y")
        note = " ".join((self.note.data or "").split())
        return Layout(Axis(width, *across, left, pitch_x), Axis(height, *down, top, pitch_y), note)

    @property
    def measured_in(self) -> str:
        """The unit of what is typed without one."""
        return self.unit.data if self.unit.data in UNITS else "mm"

    @property
    def begun(self) -> bool:
        """Whether enough is typed to be drawn."""
        return all(self[name].data for name in ("columns", "rows", "label_width", "label_height"))

    def _page(self) -> tuple[float, float]:
        known = PAGE_SIZES.get(self.page.data)
        if known:
            return known
        return self._side("page_width"), self._side("page_height")

    def _side(self, name: str) -> float:
        side = self._needed(name)
        if not self[name].data:
            tell(self[name], _("Measure it on the sheet and enter it."))
        if not self[name].errors and not SHORTEST_PAGE <= side <= LONGEST_PAGE:
            least, most = (length(side, self.measured_in) for side in (SHORTEST_PAGE, LONGEST_PAGE))
            tell(self[name], _("A page is %(least)s to %(most)s long.", least=least, most=most))
        return side

    def _needed(self, name: str) -> float:
        length = self._length(name)
        if length == 0:
            tell(self[name], _("This has to be larger than 0."))
        return length or 0.0

    def _length(self, name: str) -> float | None:
        """The length in mm; None where the field is empty, or holds no length."""
        text = (self[name].data or "").strip()
        try:
            length = round(millimetres(text, self.measured_in), DIGITS) if text else None
        except ValueError as error:
            tell(self[name], str(error))
            return None
        if length is not None and length < 0:
            tell(self[name], _("This has to be larger than 0."))
        return length

    def _count(self, name: str, most: int) -> int:
        text = (self[name].data or "").strip()
        if text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= most:
            return int(text)
        if text:
            tell(self[name], _("Enter a whole number from 1 to %(most)d.", most=most))
        return 1


def stock_form(own: OwnStock | Stock | None = None) -> StockForm:
    """The form as it first stands: empty, or as the stock is; a catalogue's leaves the name open.

    A sheet whose page is a US one is shown in inches.
    """
    if own is None:
        return StockForm()
    sizes = {known: name for name, known in PAGE_SIZES.items()}
    page = sizes.get((own.page_width, own.page_height), OTHER)
    unit = "in" if page == "letter" else "mm"
    given = {name: typed(getattr(own, name), unit) for name in LENGTHS}
    if page != OTHER:
        given |= {"page_width": "", "page_height": ""}
    given |= {"unit": unit, "page": page, "note": own.note}
    given |= {"columns": str(own.columns), "rows": str(own.rows)}
    form = StockForm(data=given | {"name": own.name if isinstance(own, OwnStock) else ""})
    if not form.is_submitted():
        form.drawn()
    return form
