"""The order for tags as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app import formats
from app.batches.models import Kind
from app.errors import Refusal
from app.paper.models import HouseStyle, Printer
from app.paper.words import named
from app.sheets.asking.changes import gone_names
from app.sheets.asking.forms import Wish
from app.sheets.asking.papers import (
    Cell,
    Group,
    Option,
    alone_words,
    begun_words,
    gone_labels,
    groups,
    kind_words,
    kinds,
    more_words,
    notes,
    printers_of,
    rows,
    sheets_words,
)
from app.sheets.asking.queries import MOST, Gone
from app.sheets.asking.settling import Settled
from app.sheets.making.letters import lacking_words
from app.sheets.making.wishes import Of, joined
from tags import Design, Undrawable, designs

MANY_BUILDINGS = 8
"""More are folded away."""
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Estate:
    """What can be chosen from: key, name and site of buildings; types; printers; and the looks."""

    buildings: Sequence[tuple[int, str, str]]
    types: Sequence[tuple[int, str]]
    printers: Sequence[Printer]
    style: HouseStyle


@dataclass(frozen=True)
class Standing:
    """How many tags a wish makes at this moment, and what of it is out of use."""

    count: int
    gone: Gone
    at: datetime
    warning: str | None
    """Why these could only be trial tags."""
    lacking: Sequence[Undrawable]
    """Names that no installed font draws."""
    nothing: str
    """Why there is nothing, where something was asked for."""


@dataclass(frozen=True)
class OrderPage:
    """The whole order, as it stands."""

    of: Of
    ofs: tuple[Option, ...]
    came_with: str
    gone_words: str
    buildings: tuple[Option, ...]
    buildings_folded: bool
    types: tuple[tuple[str, str], ...]
    type: str
    words: str
    unprinted: bool
    everything: bool
    blanks: str
    named: Pairs
    designs: tuple[Option, ...]
    paper: str
    stocks: tuple[Group, ...]
    stock: str
    more_words: str
    paper_notes: tuple[str, ...]
    alone_words: str
    kinds: tuple[Option, ...]
    kind_words: str
    printers: tuple[Option, ...]
    rows: tuple[tuple[Cell, ...], ...]
    gone_labels: str
    first: str
    begun_words: str
    goes_on: bool
    fresh_address: str
    begun_address: str
    made_for: str
    begun: str
    count: int
    count_words: str
    nothing_words: str
    sheets_words: str
    picture: str
    picture_large: str
    can_print: bool
    hidden: Pairs
    warning: str
    trial: bool
    errors: dict[str, str] = field(default_factory=dict)


def order_page(
    wish: Wish, settled: Settled, standing: Standing, estate: Estate, refusal: Refusal | None
) -> OrderPage:
    """The order as it stands, with how many tags and sheets it makes."""
    errors = {name: str(each) for name, each in settled.refusals.items()}
    if refusal:
        errors[refusal.field or "rooms"] = str(refusal)
    if standing.count > MOST:
        errors["rooms"] = _too_many()
    elif standing.lacking:
        errors["rooms"] = lacking_words(standing.lacking)
    shown = (
        0 < standing.count <= MOST
        and not standing.lacking
        and not set(errors) - {"trial", "rooms", "labels"}
    )
    asked = asked_for(wish, settled)
    stock, choice = settled.stock, wish.choice
    several = len({site for _key, _name, site in estate.buildings}) > 1
    return OrderPage(
        of=choice.of,
        ofs=_ofs(choice.of),
        came_with=_came_with(wish, standing.count),
        gone_words=_gone(standing.gone),
        buildings=tuple(
            Option(str(key), name, site if several else "", key in choice.building_ids)
            for key, name, site in estate.buildings
        ),
        buildings_folded=len(estate.buildings) > MANY_BUILDINGS,
        types=(("", _("All equipment")), *((str(key), title) for key, title in estate.types)),
        type=str(choice.type_id or ""),
        words=choice.words,
        unprinted=choice.unprinted,
        everything=choice.everything,
        blanks=wish.blanks,
        named=_named(wish),
        designs=tuple(_design(each, settled.design) for each in designs()),
        paper=wish.paper,
        stocks=groups(settled.offer, stock),
        stock=stock.id,
        more_words=more_words(settled.offer),
        paper_notes=notes(settled, estate.style),
        alone_words=alone_words(settled, standing.count),
        kinds=kinds(settled),
        kind_words=kind_words(settled),
        printers=printers_of(estate.printers, settled.printer),
        rows=rows(stock, settled.used),
        gone_labels=gone_labels(settled.used),
        first=wish.first if "first" in errors else "",
        begun_words=begun_words(stock, settled.begun),
        goes_on=settled.used == settled.begun,
        fresh_address=_address(_without(asked, "used")),
        begun_address=_address(_without(asked, "used", "made_for")),
        made_for=dict(asked)["made_for"],
        begun=joined(settled.begun),
        count=standing.count,
        count_words=_tags(standing.count),
        nothing_words=standing.nothing,
        sheets_words=sheets_words(settled, standing.count) if shown else "",
        picture=_picture(asked, "small") if shown and settled.kind is not Kind.CSV else "",
        picture_large=_picture(asked, "large"),
        can_print=shown,
        hidden=[*asked, ("shown", str(standing.count)), ("since", standing.at.isoformat())],
        warning=standing.warning or "",
        trial=wish.trial,
        errors=errors,
    )


def _too_many() -> str:
    most = formats.number(MOST)
    return _("At most %(most)s tags are printed at once. Go building by building.", most=most)


def _tags(count: int) -> str:
    return ngettext("%(count)s tag", "%(count)s tags", count, count=formats.number(count))


def asked_for(wish: Wish, settled: Settled) -> Pairs:
    """A wish with every answer as the pairs of an address."""
    choice = wish.choice
    pairs = [("of", choice.of.value), *_named(wish)]
    pairs += [("building", str(key)) for key in choice.building_ids]
    pairs += [("all", "1")] if choice.everything else []
    pairs += [("unprinted", "1")] if choice.unprinted else []
    open_answers = {
        "q": choice.words,
        "type": str(choice.type_id or ""),
        "blanks": wish.blanks,
        "paper": wish.paper,
        "design": settled.design.id,
        "stock": settled.stock.id,
        "kind": settled.kind.value,
    }
    pairs += [(name, value) for name, value in open_answers.items() if value]
    pairs += [("used", str(label + 1)) for label in sorted(settled.used)]
    printer = str(settled.printer.id) if settled.printer else ""
    made_for = f"{choice.of.value} {settled.design.id} {settled.stock.id} {printer}"
    begun = joined(settled.begun)
    return [*pairs, ("printer", printer), ("made_for", made_for), ("begun", begun)]


def _named(wish: Wish) -> Pairs:
    """What was named one by one, or by an order, which stays so whatever else is chosen."""
    choice = wish.choice
    name = {Of.ROOMS: "room", Of.UNITS: "unit", Of.TAGS: "tag"}.get(choice.of, "")
    pairs = [(name, str(id_)) for id_ in choice.named]
    if choice.of is Of.UNITS:
        pairs += [("room", str(id_)) for id_ in choice.room_ids]
    return [*pairs, ("batch", str(choice.batch_id))] if choice.batch_id else pairs


def _without(pairs: Pairs, *names: str) -> Pairs:
    return [(name, value) for name, value in pairs if name not in names]


def _address(pairs: Pairs) -> str:
    return f"{url_for('sheets.order')}?{urlencode(pairs)}"


def _picture(asked: Pairs, size: str) -> str:
    return f"{url_for('sheets.picture')}?{urlencode([*asked, ('size', size)])}"


def _ofs(chosen: Of) -> tuple[Option, ...]:
    every = (
        (Of.ROOMS, _("Rooms"), "door"),
        (Of.UNITS, _("Equipment"), "projector"),
        (Of.BLANK, _("Blank tags"), "qr"),
    )
    return tuple(Option(of.value, words, icon, of is chosen) for of, words, icon in every)


def _came_with(wish: Wish, count: int) -> str:
    choice = wish.choice
    if choice.of is Of.TAGS:
        return ngettext("%(num)d tag, printed again.", "%(num)d tags, each printed again.", count)
    if choice.of is Of.UNITS and choice.unit_ids:
        return _("The equipment that you came from.")
    return _("The rooms that you came from.") if choice.room_ids else ""


def _gone(gone: Gone) -> str:
    if not gone.count:
        return ""
    return ngettext(
        "Left out, as it is out of use: %(names)s.",
        "Left out, as they are out of use: %(names)s.",
        gone.count,
        names=gone_names(gone),
    )


def _design(design: Design, chosen: Design) -> Option:
    words, hint = named(design), _(design.purpose)
    return Option(design.id, words, hint, design is chosen, design.arrangement)
