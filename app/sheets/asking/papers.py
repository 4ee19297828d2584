"""Paper on the order's page: the stocks to choose from, and the picture of a begun sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.batches.models import Kind
from app.formats import number
from app.paper.looks import profile
from app.paper.models import HouseStyle, Printer
from app.paper.words import named
from app.sheets.asking.settling import Offer, Settled, alone
from app.sheets.making.wishes import sheets_of
from tags import Profile, Stock, says, speaks_zpl

SECOND = ("second_verb", "second_detail", "second_statement")
"""All that a house says in a second language."""


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    words: str
    hint: str
    chosen: bool
    drawing: str = ""


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


def kinds(settled: Settled) -> tuple[Option, ...]:
    """As which files an order can come; ZPL for rolls alone, or where it was asked for."""
    every = {
        Kind.PDF: (_("PDF"), _("One file, for any printer.")),
        Kind.ZIP: (_("A PDF a building"), _("In one ZIP, for whoever hands them out.")),
        Kind.ZPL: (_("ZPL"), _("For Zebra printers, sent as it is.")),
        Kind.CSV: (_("A list"), _("Code, address and texts as CSV, for a print house.")),
    }
    wrong = settled.kind is Kind.ZPL
    return tuple(
        Option(kind.value, words, hint, kind is settled.kind)
        for kind, (words, hint) in every.items()
        if kind is not Kind.ZPL or speaks_zpl(settled.stock) or wrong
    )


def file_words(kind: Kind) -> str:
    """What a kind of file is called."""
    return {
        Kind.PDF: _("PDF"),
        Kind.ZIP: _("A PDF a building"),
        Kind.ZPL: _("ZPL"),
        Kind.CSV: _("A list"),
    }[kind]


def kind_words(settled: Settled) -> str:
    """As which file it comes, and for which printer."""
    said = file_words(settled.kind)
    printer = settled.printer
    return _("%(file)s · %(printer)s", file=said, printer=printer.name) if printer else said


def printers_of(printers: Sequence[Printer], chosen: Printer | None) -> tuple[Option, ...]:
    """The printers to choose from, none among them; nothing where there are none."""
    if not printers:
        return ()
    every = (Option("", _("Any other, as it is"), "", chosen is None),)
    return every + tuple(Option(str(each.id), each.name, "", each is chosen) for each in printers)


def notes(settled: Settled, style: HouseStyle) -> tuple[str, ...]:
    """What stands beside the paper: for which printer it is corrected, what has no room on it."""
    return tuple(filter(None, (_corrected(settled.printer), _left_out(settled, style))))


def _corrected(printer: Printer | None) -> str:
    if printer is None:
        return ""
    if profile(printer) == Profile():
        return _("For %(printer)s, which was not measured yet.", printer=printer.name)
    return _("Corrected for %(printer)s.", printer=printer.name)


def _left_out(settled: Settled, style: HouseStyle) -> str:
    """Which words in a second language a tag that says anything has no room for."""
    second = {name: str(getattr(style, name)) for name in SECOND}
    given = {name: words for name, words in second.items() if words}
    there = says(settled.design, settled.stock)
    if not given or settled.kind is Kind.CSV or "verb" not in there or given.keys() & there:
        return ""
    words = next(iter(given.values()))
    return _("Only one language fits on this label: “%(words)s” is left out.", words=words)


def alone_words(settled: Settled, count: int) -> str:
    """A warning of small labels that would each be alone on a whole page; as a rule empty."""
    if settled.kind is Kind.CSV or not alone(settled.design, settled.stock):
        return ""
    tags = ngettext("%(count)s tag", "%(count)s tags", count, count=number(count))
    return _(
        "%(tags)s on %(sheets)s: each label would be alone on a whole page.",
        tags=tags,
        sheets=ngettext("%(count)s sheet", "%(count)s sheets", count, count=number(count)),
    )
