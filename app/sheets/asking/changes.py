"""An order is refused that is of nothing, or of others than the page showed."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.errors import Refusal
from app.formats import number
from app.paper.words import named
from app.sheets.asking.forms import Wish
from app.sheets.asking.habits import used_meanwhile
from app.sheets.asking.queries import Gone
from app.sheets.asking.queries import gone as gone_of
from app.sheets.asking.settling import Settled
from app.sheets.making.wishes import Of


def refuse_what_changed(wish: Wish, settled: Settled, count: int) -> None:
    """Refuse an order of nothing, or of others than the page showed when it was sent."""
    shown, choice = wish.shown, wish.choice
    if shown is not None and shown.count != count:
        missing = gone_of(choice, shown.since)
        raise Refusal(
            _changed(missing, count) if missing.count else _grown(shown.count, count),
            field="rooms",
            status=422,
        )
    if not count:
        raise Refusal(_nothing(choice.of), field="rooms", status=422)
    if used_meanwhile(wish, settled.stock, settled.begun):
        raise Refusal(_used_up(settled), field="labels", status=422)


def _used_up(settled: Settled) -> str:
    stock = settled.stock
    if not settled.begun:
        return _(
            "Since this page was opened, your begun sheet of %(stock)s was filled."
            " Take a fresh one, then print.",
            stock=named(stock),
        )
    return ngettext(
        "Since this page was opened, labels of this sheet of %(stock)s were used up:"
        " %(num)d is free now. Look at the first sheet, then print.",
        "Since this page was opened, labels of this sheet of %(stock)s were used up:"
        " %(num)d are free now. Look at the first sheet, then print.",
        stock.per_sheet - len(settled.begun),
        stock=named(stock),
    )


def _changed(missing: Gone, count: int) -> str:
    return _(
        "Since this page was opened, this was taken out of use: %(names)s. %(left)s are left:"
        " look at them, then print.",
        names=gone_names(missing),
        left=ngettext("%(count)s tag", "%(count)s tags", count, count=number(count)),
    )


def gone_names(gone: Gone) -> str:
    """The names of what is gone, and how many more there are."""
    names = ", ".join(gone.names)
    return _("%(names)s and %(more)d more", names=names, more=gone.more) if gone.more else names


def _grown(before: int, now: int) -> str:
    return _(
        "Since this page was opened, %(before)s tags became %(now)s. Look at them, then print.",
        before=number(before),
        now=number(now),
    )


def _nothing(of: Of) -> str:
    if of is Of.UNITS:
        return _("No equipment is chosen. Choose a building, or search for rooms or units.")
    if of is Of.TAGS:
        return _("None of these tags is in use any more. Choose rooms, or equipment.")
    return _("No room is chosen. Choose a building, or search for rooms.")
