"""Orders of tags: giving one, looking at its first sheet, and where its file is."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _

from app.batches import service as batches
from app.batches.models import Batch, Kind
from app.batches.service import Asked
from app.codes import service as codes
from app.codes.models import Tag
from app.errors import Refusal
from app.paper import looks
from app.paper import queries as paper
from app.paper.words import refused
from app.people.models import Person
from app.settings import Settings
from app.sheets.addresses import refuse_unmarked_trial
from app.sheets.making.faces import House, face, house
from app.sheets.making.homes import phone_of_all, refuse_the_gone, stands
from app.sheets.making.wishes import Of, Wished, joined
from tags import TagError, fits, free_labels, picture, speaks_zpl

SPECIMEN = "000000000000"
"""The code on pictures of tags that were not issued yet; nothing answers to it."""
MOST = 20_000
"""Tags in one order."""
SHOWN = 300
"""How many tags a picture of a first sheet can need."""


def order(wished: Wished, by: Person | None, *, at: datetime) -> Batch:
    """An order that waits to be printed; what has no code yet gets one.

    Raises Refusal, with nothing stored, where it can't be printed.
    """
    _refuse(wished)
    refuse_the_gone(wished)
    if wished.trial:
        refuse_unmarked_trial(wished.design)
    asked = Asked(
        kind=wished.kind,
        stock_id=wished.stock.id,
        design_id=wished.design.id,
        printer=wished.printer,
        used=joined(wished.used),
        address=wished.address,
        trial=wished.trial,
        locale=wished.locale,
    )
    return batches.add(by, asked, _tag_ids(wished, at), at=at)


def _tag_ids(wished: Wished, at: datetime) -> Sequence[int]:
    if wished.of is Of.BLANK:
        return [tag.id for tag in codes.issue_blank(wished.count, at=at)]
    if wished.of is Of.TAGS:
        return wished.ids
    issue = codes.issue_all if wished.of is Of.ROOMS else codes.issue_for_units
    tags: dict[int, Tag] = issue(wished.ids, at=at)
    return [tags[id_].id for id_ in wished.ids]


def _refuse(wished: Wished) -> None:
    if not wished.size:
        raise Refusal(_("Nothing is chosen to print tags for."), status=422)
    if wished.size > MOST:
        raise Refusal(
            _("At most %(most)d tags are printed at once. Go building by building.", most=MOST),
            status=422,
        )
    if wished.kind is Kind.ZPL and not speaks_zpl(wished.stock):
        raise Refusal(
            _("ZPL is the language of Zebra printers: choose the roll that is in yours."),
            field="kind",
            status=422,
        )
    try:
        free_labels(wished.stock, wished.used)
    except TagError as error:
        raise refused(error, field="first") from error
    if wished.kind is not Kind.CSV:
        refuse_what_does_not_fit(wished)


def refuse_what_does_not_fit(wished: Wished) -> None:
    """Refuse a design that the stock is too small for, or too long an address."""
    try:
        fits(
            wished.design,
            wished.stock,
            address_length=len(wished.address) + len("/T/") + len(SPECIMEN),
        )
    except TagError as error:
        raise refused(error) from error


def pictured(wished: Wished, width: int, *, at: datetime) -> bytes:
    """A PNG of the first sheet of a wish, `width` pixels wide; nothing is issued."""
    _refuse(wished)
    words = house_of(wished.address, trial=wished.trial, at=at)
    shown = stands(wished, min(SHOWN, wished.stock.per_sheet))
    try:
        return picture(
            [face(words, each.code or SPECIMEN, each.home) for each in shown],
            wished.stock,
            wished.design,
            used=wished.used,
            style=looks.style(words.style),
            width_px=width,
        )
    except TagError as error:
        raise refused(error) from error


def house_of(address: str, *, trial: bool, at: datetime) -> House:
    """What all tags of an order say alike."""
    return house(
        paper.house(),
        settings().organisation,
        address,
        trial=trial,
        phone=phone_of_all(),
        at=at,
    )


def settings() -> Settings:
    """The settings of this program."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def file_of(batch: Batch) -> Path:
    """Where the file of an order is, or will be."""
    return settings().data / "sheets" / f"order-{batch.id}.{batch.kind.value}"
