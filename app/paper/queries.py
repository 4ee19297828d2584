"""Answers about paper: own stocks, printers, begun sheets, the house style."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.paper.models import BegunSheet, HouseStyle, OwnStock, Printer


def own_stocks() -> Sequence[OwnStock]:
    """The house's own stocks in use, by name."""
    in_use = select(OwnStock).where(OwnStock.retired_at.is_(None))
    return db.session.scalars(in_use.order_by(OwnStock.name)).all()


def retired_stocks() -> Sequence[OwnStock]:
    """The house's own stocks out of use, by name."""
    retired = select(OwnStock).where(OwnStock.retired_at.is_not(None))
    return db.session.scalars(retired.order_by(OwnStock.name)).all()


def own_stock(own_id: int) -> OwnStock | None:
    """One of the house's own stocks, retired or not; None where there is none."""
    return db.session.get(OwnStock, own_id)


def printers() -> Sequence[Printer]:
    """The printers in use, by name."""
    in_use = select(Printer).where(Printer.retired_at.is_(None))
    return db.session.scalars(in_use.order_by(Printer.name)).all()


def retired_printers() -> Sequence[Printer]:
    """The printers out of use, by name."""
    retired = select(Printer).where(Printer.retired_at.is_not(None))
    return db.session.scalars(retired.order_by(Printer.name)).all()


def printer(printer_id: int) -> Printer | None:
    """A printer, retired or not; None where there is none."""
    return db.session.get(Printer, printer_id)


def house() -> HouseStyle:
    """The house style, with its logo; an unsaved one with usual looks where none was chosen."""
    found = db.session.scalars(select(HouseStyle).options(joinedload(HouseStyle.logo))).first()
    return found or HouseStyle(
        organisation="",
        accent="",
        logo=None,
        verb="",
        detail="",
        help_line="",
        second_verb="",
        second_detail="",
        second_statement="",
    )


def begun(person_id: int, stock_id: str) -> frozenset[int]:
    """The used labels, from 0, of this person's begun sheet of a stock; none where it is fresh."""
    asked = select(BegunSheet.used).where(
        BegunSheet.person_id == person_id, BegunSheet.stock_id == stock_id
    )
    used = db.session.scalar(asked) or ""
    return frozenset(int(number) for number in used.split(",") if number)
