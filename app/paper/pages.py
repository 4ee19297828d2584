"""Stocks, printers and the house style as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from babel.lists import format_list
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.formats import number
from app.paging import PAGE_SIZE, Pages, Slice, pages
from app.paper.drawing import Drawing, by, drawing, paper_of, size_of
from app.paper.looks import SIZES, profile, size_of_specimen
from app.paper.models import Printer
from app.paper.stocks import OWN, found
from app.paper.words import named
from tags import Profile, Stock, designs


def _is_of(kind: str, stock: Stock) -> bool:
    own, roll = stock.id.startswith(OWN), bool(stock.dpi)
    return {"sheets": not roll, "rolls": roll, "own": own}.get(kind, True)


@dataclass(frozen=True)
class StockRow:
    """A stock in the list."""

    address: str
    name: str
    also_fits: str
    size: str
    count: str
    paper: str
    own: bool


@dataclass(frozen=True)
class StocksPage:
    """The list of stocks, as far as it was searched."""

    words: str
    kind: str
    kinds: tuple[tuple[str, str], ...]
    rows: tuple[StockRow, ...]
    pages: Pages


def stocks_page(words: str, kind: str, page: int) -> StocksPage:
    """The stocks that the words and the kind mean, one page of them."""
    every = [each for each in found(words) if _is_of(kind, each)]
    last = max(-(-len(every) // PAGE_SIZE), 1)
    here = min(max(page, 1), last)
    ids = list(range((here - 1) * PAGE_SIZE, min(here * PAGE_SIZE, len(every))))
    asked = {name: value for name, value in (("q", words), ("kind", kind)) if value}

    def address(n: int) -> str:
        return f"{url_for('paper.stocks')}?{urlencode(asked | {'page': str(n)})}"

    return StocksPage(
        words=words,
        kind=kind,
        kinds=(
            ("", _("All")),
            ("sheets", _("Sheets")),
            ("rolls", _("Rolls")),
            ("own", _("Our own")),
        ),
        rows=tuple(_row(every[n]) for n in ids),
        pages=pages(Slice(ids, len(every), here), address),
    )


def _row(stock: Stock) -> StockRow:
    return StockRow(
        address=url_for("paper.stock", stock_id=stock.id),
        name=named(stock),
        also_fits=stock.also_fits,
        size=size_of(stock),
        count=number(stock.per_sheet),
        paper=paper_of(stock),
        own=stock.id.startswith(OWN),
    )


@dataclass(frozen=True)
class StockPage:
    """All that is known of one stock."""

    id: str
    name: str
    roll: bool
    facts: tuple[tuple[str, str], ...]
    note: str
    source: str
    drawing: Drawing


def stock_page(stock: Stock) -> StockPage:
    """A stock with its numbers, where they are from, and its drawing."""
    known = (*_numbers(stock), *_packet(stock))
    return StockPage(
        id=stock.id,
        name=named(stock),
        roll=bool(stock.dpi),
        facts=tuple((term, value) for term, value in known if value),
        note=stock.note,
        source=stock.source,
        drawing=drawing(stock),
    )


def _numbers(stock: Stock) -> Sequence[tuple[str, str]]:
    label = size_of(stock)
    if stock.dpi:
        white = max(stock.blank_x, stock.blank_y)
        return (
            (_("Label"), label),
            (_("Printer's dots"), _("%(dpi)d in an inch", dpi=stock.dpi)),
            (_("Left white at the edge"), _mm(white) if white else ""),
        )
    size, name = by(stock.page_width, stock.page_height), paper_of(stock)
    return (
        (_("Label"), _("%(size)s, round", size=label) if stock.shape == "round" else label),
        (_("Labels on a sheet"), number(stock.per_sheet)),
        (_("Page"), size if size == name else f"{name}, {size}"),
        (
            _("Margins"),
            _("left %(left)s, top %(top)s mm", left=number(stock.left), top=number(stock.top)),
        ),
        (
            _("Pitch"),
            _(
                "across %(across)s, down %(down)s mm",
                across=number(stock.pitch_x),
                down=number(stock.pitch_y),
            ),
        ),
    )


def _packet(stock: Stock) -> Sequence[tuple[str, str]]:
    return (
        (_("Also fits"), stock.also_fits),
        (_("Material"), stock.material),
    )


def _mm(length: float) -> str:
    return _("%(length)s mm", length=number(length))


def is_straight(printer: Printer) -> bool:
    """Whether nothing is corrected."""
    return profile(printer) == Profile()


def off_in_words(printer: Printer) -> str:
    """How far off a printer prints: "0.8 mm too far right and 0.3 % too narrow"."""
    right, down = round(printer.offset_x, 2), round(printer.offset_y, 2)
    wide, high = round(100 * printer.scale_x - 100, 2), round(100 * printer.scale_y - 100, 2)
    off = [
        _beyond(right, _("%(by)s mm too far right"), _("%(by)s mm too far left")),
        _beyond(down, _("%(by)s mm too low"), _("%(by)s mm too high")),
    ]
    if wide == high:
        off += [_beyond(wide, _("%(by)s %% too large"), _("%(by)s %% too small"))]
    else:
        off += [_beyond(wide, _("%(by)s %% too wide"), _("%(by)s %% too narrow"))]
        off += [_beyond(high, _("%(by)s %% too tall"), _("%(by)s %% too flat"))]
    return format_list([each for each in off if each], locale=get_locale())


def _beyond(by: float, more: str, less: str) -> str:
    if not by:
        return ""
    return (more if by > 0 else less) % {"by": number(abs(by))}


def state_of(printer: Printer) -> str:
    """What is known of a printer, in a sentence."""
    if printer.measured_at is None:
        return _("Not measured yet.")
    off = off_in_words(printer)
    if not off:
        return _("Measured: it prints straight.")
    return _("Prints %(off)s: corrected on every sheet.", off=off)


@dataclass(frozen=True)
class Preview:
    """A picture of a tag in the style that is typed."""

    address: str
    words: str
    width: int
    height: int


def previews(typed: Mapping[str, str]) -> tuple[Preview, ...]:
    """The pictures of the tags that show a style."""
    asked = {name: value for name, value in typed.items() if value}
    return tuple(
        Preview(
            f"{url_for('paper.style_picture')}?{urlencode(asked | {'design': each.id})}",
            _(each.name),
            *size_of_specimen(each.id),
        )
        for each in designs()
        if each.id in SIZES
    )
