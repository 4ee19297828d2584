"""What a wish leaves open is answered by what is usual, and by what this person did last."""

from dataclasses import dataclass, replace
from functools import lru_cache

from flask_babel import gettext as _

from app.batches import queries as batches
from app.batches.models import Kind
from app.errors import Refusal
from app.paper import queries as paper
from app.paper.models import Printer
from app.paper.stocks import OWN, found, stock_of
from app.paper.words import named, refused, said
from app.sheets.asking.forms import USUAL_DESIGN, USUAL_STOCK, Wish
from app.sheets.asking.habits import begun as begun_by
from app.sheets.asking.habits import last_printer, used_meanwhile
from app.sheets.making.wishes import Of
from tags import (
    Design,
    Stock,
    TagError,
    catalogue,
    design,
    designs,
    fits,
    free_labels,
    speaks_zpl,
)

USUAL_DESIGNS = {Of.UNITS: "equipment"}
USUAL_STOCKS = {
    "poster": ("a4-a6-poster", "a4-a5-poster", "avery-l7169", "letter-quarter"),
    "certificate": ("a4-page", "letter-page"),
    "grid": ("a4-a6-poster", "avery-l7169", "letter-quarter"),
    "label": (
        *(USUAL_STOCK, "avery-us-5160", "avery-l7163", "avery-us-5163", "avery-l4736"),
        *("dymo-30256", "brother-dk-11209", "zebra-57x32"),
    ),
}
"""By arrangement: what stands in most cupboards. Of others, the smallest that fit."""
SMALL = frozenset({"label", "small", "flag"})
"""Arrangements of which many come on one page."""
WHOLE_PAGE = 148 * 210
"""Square millimetres of a page on which one of them is lost: that of A5."""
FEW = 6
MOST_FOUND = 80
"""Stocks that one search offers; more words make them fewer."""


@dataclass(frozen=True)
class Offer:
    """The stocks to choose from, and of how many that fit the design they are a part."""

    latest: tuple[Stock, ...]
    others: tuple[Stock, ...]
    in_all: int


@dataclass(frozen=True)
class Settled:
    """A wish with every answer. `begun` are the used labels of this person's begun sheet.

    `refusals` say by field what can't be printed so; without any, it can.
    """

    design: Design
    stock: Stock
    kind: Kind
    printer: Printer | None
    used: frozenset[int]
    begun: frozenset[int]
    offer: Offer
    refusals: dict[str, Refusal]

    def refuse(self) -> None:
        """Raise the first of the refusals, where there is one."""
        for refusal in self.refusals.values():
            raise refusal


def settle(wish: Wish, person_id: int, address_length: int) -> Settled:
    """A wish with every answer that it leaves open; nothing of it is lost where it is wrong."""
    refusals: dict[str, Refusal] = {}
    look = _design(wish, refusals)
    offer, stock = _paper(wish, look, person_id, refusals)
    begun = begun_by(person_id, stock)
    used = _used(wish, stock, begun, refusals)
    kind = _kind(wish, stock, refusals)
    if kind is not Kind.CSV and "stock" not in refusals:
        try:
            fits(look, stock, address_length=address_length)
        except TagError as error:
            refusals["stock"] = refused(error)
    printer = _printer(wish, stock, person_id, refusals)
    return Settled(look, stock, kind, printer, used, begun, offer, refusals)


def _design(wish: Wish, refusals: dict[str, Refusal]) -> Design:
    known = {each.id for each in designs()}
    of, before = wish.choice.of, wish.made_for
    wanted = wish.design_id
    if not wanted or (before.of != of and before.design_id == wanted):
        usual = USUAL_DESIGNS.get(of, USUAL_DESIGN)
        wanted = usual if usual in known else USUAL_DESIGN
    try:
        return design(wanted)
    except TagError as error:
        refusals["design"] = refused(error, "design")
        return design(USUAL_DESIGN)


def _paper(
    wish: Wish, look: Design, person_id: int, refusals: dict[str, Refusal]
) -> tuple[Offer, Stock]:
    """The stocks to choose from, and the chosen one; it stays where words find no other."""
    offer = _offer(wish, look, person_id)
    if not wish.paper or offer.others:
        return offer, _stock(wish, look, offer, refusals)
    wordless = replace(wish, paper="")
    offer = _offer(wordless, look, person_id)
    stock = _stock(wordless, look, offer, refusals)
    why = _nothing_found(wish.paper, look)
    stays = _("%(why)s %(stock)s stays chosen.", why=why, stock=named(stock))
    refusals["paper"] = Refusal(stays, field="paper", status=422)
    return offer, stock


def _offer(wish: Wish, look: Design, person_id: int) -> Offer:
    fitting = {each.id: each for each in found("") if possible(look, each)}
    if wish.paper:
        named = [each for each in found(wish.paper) if each.id in fitting]
        return Offer((), tuple(named[:MOST_FOUND]), len(named))
    latest = [fitting[id_] for id_ in batches.latest_stocks(person_id, look.id) if id_ in fitting]
    own = [each for each in fitting.values() if each.id.startswith(OWN)]
    others = [each for each in (*own, *_usual(look, fitting)) if each not in latest]
    return Offer(tuple(latest), tuple(others), len(fitting))


def _usual(look: Design, fitting: dict[str, Stock]) -> list[Stock]:
    usual = [fitting[id_] for id_ in USUAL_STOCKS.get(look.arrangement, ()) if id_ in fitting]
    by_size = sorted(fitting.values(), key=lambda each: each.label_width * each.label_height)
    return usual or by_size[:FEW]


@lru_cache(maxsize=8192)
def possible(look: Design, stock: Stock) -> bool:
    """Whether a design can be printed on a stock, with an address of usual length."""
    try:
        fits(look, stock)
    except TagError:
        return False
    return True


def alone(look: Design, stock: Stock) -> bool:
    """Whether a label of a small design would be alone on a whole page."""
    area = stock.label_width * stock.label_height
    return look.arrangement in SMALL and stock.per_sheet == 1 and area >= WHOLE_PAGE


def _stock(wish: Wish, look: Design, offer: Offer, refusals: dict[str, Refusal]) -> Stock:
    offered = (*offer.latest, *offer.others) or catalogue()
    wanted = wish.stock_id
    try:
        given = stock_of(wanted) if wanted else None
    except Refusal as refusal:
        refusals["stock"] = refusal
        return offered[0]
    if given is None or _gives_way(wish, given, look, offer):
        return offered[0]
    return given


def _gives_way(wish: Wish, given: Stock, look: Design, offer: Offer) -> bool:
    """Whether what was only offered is replaced: other words or another design were asked for."""
    before = wish.made_for
    if before.stock_id != given.id:
        return False
    if wish.paper:
        return given not in offer.others
    return before.design_id != look.id and (alone(look, given) or not possible(look, given))


def _nothing_found(words: str, look: Design) -> str:
    several = found(words)
    if not several:
        return _(
            "No sheet or roll is called “%(words)s”. Look for maker and number on its packet.",
            words=words,
        )
    try:
        fits(look, several[0])
    except TagError as error:
        return said(error)
    return _("None of these fits.")


def _used(
    wish: Wish, stock: Stock, begun: frozenset[int], refusals: dict[str, Refusal]
) -> frozenset[int]:
    """The used labels as they were said, else those of the begun sheet."""
    try:
        used = _said(wish, stock, begun)
        if wish.first_free > stock.per_sheet:
            free_labels(stock, {stock.per_sheet})  # it is none of the sheet, which it says
        free_labels(stock, used)
    except Refusal as refusal:
        refusals["first"] = refusal
    except TagError as error:
        refusals["first"] = refused(error, "first")
    else:
        return used
    return wish.ticked & frozenset(range(stock.per_sheet))


def _said(wish: Wish, stock: Stock, begun: frozenset[int]) -> frozenset[int]:
    before = wish.made_for.stock_id
    if not (wish.ticked or wish.first or before) or used_meanwhile(wish, stock, begun):
        return begun
    if before in {"", stock.id}:
        return wish.used
    return replace(wish, ticked=frozenset()).used if wish.first else begun


def _kind(wish: Wish, stock: Stock, refusals: dict[str, Refusal]) -> Kind:
    kind = Kind(wish.kind) if wish.kind in set(Kind) else Kind.PDF
    if kind is Kind.ZPL and not speaks_zpl(stock):
        refusals["kind"] = Refusal(
            _("ZPL is the language of Zebra printers: choose the roll that is in yours."),
            field="kind",
            status=422,
        )
    return kind


def _printer(
    wish: Wish, stock: Stock, person_id: int, refusals: dict[str, Refusal]
) -> Printer | None:
    """The printer that was named for this stock; before any was, the one of the last order."""
    known = {str(each.id): each for each in paper.printers()}
    before = wish.made_for
    only_offered = wish.printer == before.printer and before.stock_id not in {"", stock.id}
    if wish.printer is None or only_offered:
        return known.get(str(last_printer(person_id, stock)))
    if wish.printer and wish.printer not in known:
        refusals["printer"] = Refusal(
            _("The printer that was chosen is no longer offered: look which one it is now."),
            field="printer",
            status=422,
        )
    return known.get(wish.printer)
