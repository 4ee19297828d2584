"""Printing tags: from the rooms chosen to a PDF, and the codes marked as printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from flask_babel import gettext as _

from app.codes import queries as codes
from app.codes import service
from app.codes.models import Tag
from app.errors import Refusal
from app.places.models import Room
from app.places.words import where
from app.sheets.words import refused
from tags import Design, Face, Printed, Stock, TagError, fits, picture, print_tags

SPECIMEN = "000000000000"
"""The code on pictures of tags that were not issued yet; no room answers to it."""

SHOWN = 60
"""How many tags of an order a picture of its first page can need."""


@dataclass(frozen=True)
class Order:
    """What is asked for. `address` is what codes lead to; a trial says so on every tag."""

    rooms: Sequence[Room]
    stock: Stock
    design: Design
    skip: int
    address: str
    trial: bool
    organisation: str


def printed(order: Order, out: BinaryIO, *, at: datetime) -> Printed:
    """Write the PDF of an order to `out`, issue what has no code yet, and mark all as printed.

    Raises Refusal with a sentence where the order can't be printed; then nothing is marked.
    """
    _refuse(order)
    tags = service.issue_all([room.id for room in order.rooms], at=at)
    try:
        result = print_tags(
            _faces(order, tags), order.stock, order.design, used=range(order.skip), out=out
        )
    except TagError as error:
        raise refused(error) from error
    printed = (tags[room.id] for room in order.rooms)
    service.mark_printed(printed, address=order.address, at=at)
    return result


def pictured(order: Order, tags: dict[int, Tag], width: int) -> bytes:
    """A PNG of the first page of an order, `width` pixels wide; nothing is issued."""
    _refuse(order)
    try:
        return picture(
            list(_faces(order, tags)),
            order.stock,
            order.design,
            used=range(order.skip),
            width_px=width,
        )
    except TagError as error:
        raise refused(error) from error


def _refuse(order: Order) -> None:
    if not order.rooms:
        raise Refusal(_("No room is chosen. Choose a building, or search for rooms."), status=422)
    per_sheet = order.stock.per_sheet
    if not 0 <= order.skip < per_sheet:
        raise Refusal(
            _(
                "This sheet has labels 1 to %(last)d. Say which is the first free one.",
                last=per_sheet,
            ),
            field="first",
            status=422,
        )
    try:
        fits(order.design, order.stock, address_length=len(order.address) + len("/T/") + 12)
    except TagError as error:
        raise refused(error) from error


def _faces(order: Order, tags: dict[int, Tag]) -> Iterator[Face]:
    """The faces of an order; on a trial what to do gives way, as small labels have no head."""
    trial = _("Trial: not for a wall")
    for room in order.rooms:
        tag = tags.get(room.id)
        code = tag.code if tag else SPECIMEN
        yield Face(
            code=code,
            address=codes.address(tag, order.address)
            if tag
            else f"{order.address}/T/{code}".upper(),
            title=room.name,
            subtitle=room.description,
            place=where(room),
            verb=trial if order.trial else _("Something wrong? Scan me."),
            detail=_("See when this room was last checked."),
            help_line=_("Call %(phone)s", phone=room.support.phone),
            organisation=trial if order.trial else order.organisation,
        )
