"""An order is refused that is of nothing, or of others than the page showed."""

from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from app.errors import Refusal
from app.formats import number
from app.paper.words import named
from app.sheets.asking.forms import Wish
from app.sheets.asking.habits import used_meanwhile
from app.sheets.asking.queries import Choice, Gone, counted
from app.sheets.asking.queries import gone as gone_of
from app.sheets.asking.settling import Settled
from app.sheets.making.wishes import Of

MOST_WORDS = 8
"""Of more words, none is looked for alone."""


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
        raise Refusal(nothing(choice) or _empty(choice.of), field="rooms", status=422)
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


def nothing(choice: Choice) -> str:
    """Why what is asked for is nothing, as a sentence; empty where nothing is asked for."""
    if choice.is_empty or choice.of is Of.BLANK:
        return ""
    if choice.of is Of.TAGS:
        return _("None of these tags is in use any more. Choose rooms, or equipment.")
    before = replace(choice, unprinted=False)
    if choice.unprinted and counted(before):
        return _("All of these were printed before. Choose others, or those too.")
    if choice.words:
        return _unnamed(before)
    if choice.of is Of.UNITS:
        return _("There is no such equipment in use there.")
    return _("There is no room in use there.")


def _unnamed(choice: Choice) -> str:
    """That words name nothing: those of them that alone name nothing, else all."""
    words = choice.words.split()
    lost = [word for word in words[:MOST_WORDS] if not counted(replace(choice, words=word))]
    said = " ".join(lost or words)
    if choice.building_ids or choice.named or choice.type_id is not None:
        return _("Nothing in use there is named by “%(words)s”.", words=said)
    if choice.of is Of.UNITS:
        return _("No equipment in use is named by “%(words)s”.", words=said)
    return _("No room in use is named by “%(words)s”.", words=said)


def _empty(of: Of) -> str:
    if of is Of.UNITS:
        return _("No equipment is chosen. Choose a building, or search for rooms or units.")
    return _("No room is chosen. Choose a building, or search for rooms.")
