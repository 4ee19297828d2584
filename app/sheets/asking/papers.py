"""Paper on the order's page: the stocks to choose from, and the picture of a begun sheet."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.batches.models import Kind
from app.paper.words import named
from app.sheets.asking.settling import Offer, Settled
from app.sheets.making.wishes import sheets_of
from tags import Stock


@dataclass(frozen=True)
class Cell:
    """A label of the first sheet, counted from 1 in rows from the top left."""

    number: int
    used: bool


@dataclass(frozen=True)
class Paper:
    """A stock as it is chosen from."""

    value: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """Some stocks, and why these."""

    words: str
    papers: tuple[Paper, ...]


def groups(offer: Offer, chosen: Stock) -> tuple[Group, ...]:
    """The stocks to choose from, the chosen one among them."""
    found = [(_("Used last"), offer.latest)] if offer.latest else []
    found += [(_("To choose from"), offer.others)] if offer.others else []
    if chosen not in (*offer.latest, *offer.others):
        found.insert(0, (_("Chosen"), (chosen,)))
    return tuple(
        Group(words, tuple(Paper(each.id, _said(each), each.id == chosen.id) for each in stocks))
        for words, stocks in found
    )


def _said(stock: Stock) -> str:
    size = {
        "count": stock.per_sheet,
        "width": round(stock.label_width, 1),
        "height": round(stock.label_height, 1),
    }
    if stock.dpi:
        words = _("roll, %(width)g × %(height)g mm", **size)
    elif stock.per_sheet == 1:
        words = _("%(width)g × %(height)g mm", **size)
    else:
        words = _("%(count)d of %(width)g × %(height)g mm", **size)
    return f"{named(stock)} · {words}"


def more_words(offer: Offer) -> str:
    """How many stocks more there are to find."""
    more = offer.in_all - len(offer.latest) - len(offer.others)
    if more <= 0:
        return ""
    return ngettext(
        "%(num)d more fits this design: type its number.",
        "%(num)d more fit this design: type their number.",
        more,
    )


def rows(stock: Stock, used: frozenset[int]) -> tuple[tuple[Cell, ...], ...]:
    """The labels of a sheet as they lie on it; none for a roll, or a page that is one label."""
    if stock.per_sheet == 1:
        return ()
    return tuple(
        tuple(Cell(start + column + 1, start + column in used) for column in range(stock.columns))
        for start in range(0, stock.per_sheet, stock.columns)
    )


def gone_labels(used: frozenset[int]) -> str:
    """How many labels are gone; empty for a fresh sheet."""
    return ngettext("%(num)d label gone", "%(num)d labels gone", len(used)) if used else ""


def begun_words(stock: Stock, begun: frozenset[int]) -> str:
    """What is left of a begun sheet; empty where there is none."""
    if not begun:
        return ""
    return ngettext(
        "Your begun sheet of %(stock)s has %(num)d free label.",
        "Your begun sheet of %(stock)s has %(num)d free labels.",
        stock.per_sheet - len(begun),
        stock=named(stock),
    )


def sheets_words(settled: Settled, count: int) -> str:
    """On how many sheets so many tags come; empty for a file that has none, or several."""
    if settled.kind in {Kind.CSV, Kind.ZIP}:
        return ""
    if settled.stock.dpi:
        return _("on a roll")
    sheets = sheets_of(settled.stock, settled.used, count)
    return ngettext("on %(num)d sheet", "on %(num)d sheets", sheets)


def place_of(stock: Stock, used: frozenset[int], place: int) -> tuple[int, int]:
    """On which sheet, and as which label on it, both from 1, the tag of a place is printed."""
    free = [label for label in range(stock.per_sheet) if label not in used]
    if place < len(free):
        return 1, free[place] + 1
    sheet, label = divmod(place - len(free), stock.per_sheet)
    return sheet + 2, label + 1
