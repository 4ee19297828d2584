"""Commands on paper: own stocks, printers, begun sheets, the house style."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from app.database import insert_missing
from app.errors import Refusal
from app.extensions import db
from app.paper import queries
from app.paper.models import BegunSheet, HouseStyle, OwnStock, Printer
from app.paper.stocks import Layout, stock_of
from app.paper.words import said
from app.people.models import Person
from app.photos.models import Photo
from app.places.words import named
from tags import Profile, StockError, Style, TagError
from tags.profile import Readings

LONGEST_NAME = 80


def add_stock(name: str, layout: Layout, *, at: datetime) -> OwnStock:
    """A new stock of the house's own; refuses a sheet that can't be, and a name that is taken."""
    own = OwnStock(made_at=at)
    _fill(own, name, layout)
    return own


def change_stock(own: OwnStock, name: str, layout: Layout) -> None:
    """Change a stock; where it gets other labels, sheets begun of it are forgotten."""
    before = (own.columns, own.rows)
    _fill(own, name, layout)
    if before != (own.columns, own.rows):
        db.session.execute(delete(BegunSheet).filter_by(stock_id=own.stock_id))


def _fill(own: OwnStock, name: str, layout: Layout) -> None:
    try:
        layout.stock()
    except StockError as error:
        raise Refusal(said(error), status=422) from error
    own_name = named(name, longest=LONGEST_NAME)
    with _named_once(own_name):
        own.name, own.note = own_name, layout.note
        for number, value in layout.numbers().items():
            setattr(own, number, value)
        db.session.add(own)


def retire(what: OwnStock | Printer, *, at: datetime) -> None:
    """Offer it no longer; what was printed with it still names it."""
    what.retired_at = what.retired_at or at
    db.session.flush()


def bring_back(what: OwnStock | Printer) -> None:
    """Offer it again."""
    what.retired_at = None
    db.session.flush()


def add_printer(name: str) -> Printer:
    """A new printer, which is taken to print straight until it is measured."""
    printer = Printer()
    rename_printer(printer, name)
    return printer


def rename_printer(printer: Printer, name: str) -> None:
    """Call it otherwise; refuses a name that is taken."""
    new = named(name, longest=LONGEST_NAME)
    with _named_once(new):
        printer.name = new
        db.session.add(printer)


def measure(printer: Printer, readings: Readings, *, at: datetime) -> None:
    """Correct a printer by what the ruler shows on its calibration sheet."""
    try:
        profile = Profile.measured(readings)
    except TagError as error:
        raise Refusal(said(error), status=422) from error
    _correct(printer, profile, at)


def correct(printer: Printer, numbers: Mapping[str, float], *, at: datetime) -> None:
    """Correct a printer by the numbers of a profile; refuses what no printer does."""
    try:
        profile = Profile(**numbers)
    except TagError as error:
        raise Refusal(said(error), status=422) from error
    _correct(printer, profile, at)


def straighten(printer: Printer) -> None:
    """Take back every correction: it prints straight, as far as anyone knows."""
    _correct(printer, Profile(), None)


def _correct(printer: Printer, profile: Profile, at: datetime | None) -> None:
    printer.offset_x, printer.offset_y = profile.offset_x, profile.offset_y
    printer.scale_x, printer.scale_y = profile.scale_x, profile.scale_y
    printer.measured_at = at
    db.session.flush()


@contextmanager
def _named_once(name: str) -> Iterator[None]:
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        told = str(error.orig).lower()
        if "unique" in told and "name" in told:
            sentence = _("There is “%(name)s” already, perhaps out of use.", name=name)
            raise Refusal(sentence, field="name") from error
        raise


def dress(words: Mapping[str, str], logo: Photo | None) -> HouseStyle:
    """Give the house its look and its words; refuses a colour that white can't be read on."""
    if words["accent"]:
        try:
            Style(accent=words["accent"])
        except TagError as error:
            raise Refusal(said(error), field="accent", status=422) from error
    house = queries.house()
    for name, value in words.items():
        setattr(house, name, value)
    house.logo = logo
    db.session.add(house)
    db.session.flush()
    return house


def remember(person: Person, stock_id: str, used: Collection[int], *, at: datetime) -> None:
    """Keep which labels of their sheet of this stock are used up, instead of what was known.

    A sheet that is full, or fresh, is forgotten. Raises Refusal for an unknown stock.
    """
    labels = sorted(set(used) & set(range(stock_of(stock_id).per_sheet)))
    if not labels or len(labels) == stock_of(stock_id).per_sheet:
        forget(person, stock_id)
        return
    theirs = {"person_id": person.id, "stock_id": stock_id}
    now = {"used": ",".join(map(str, labels)), "at": at}
    fresh = insert_missing(db.session, BegunSheet, list(theirs), "1 = 1")
    db.session.execute(fresh.values(**theirs, **now))  # the same order may be sent twice at once
    db.session.execute(update(BegunSheet).filter_by(**theirs).values(**now))


def forget(person: Person, stock_id: str) -> None:
    """Begin with a fresh sheet of this stock."""
    db.session.execute(delete(BegunSheet).filter_by(person_id=person.id, stock_id=stock_id))
