"""The page that says what taking an import back would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.formats import number
from app.imports.looking.trial import Figure
from app.imports.models import Action, ImportBatch, ImportChange
from app.imports.past import queries
from app.imports.past.pages import ChangeRow, addresses
from app.imports.past.weighing import Foreseen
from app.imports.past.words import WHAT_WORDS, reason, told
from app.paging import PAGE_SIZE, Pages, Slice, pages

TAKEN, LEFT = "taken", "left"


@dataclass(frozen=True)
class UndoPage:
    """What would be taken back and what not; `does` is "" where nothing can be."""

    id: int
    title: str
    figures: tuple[Figure, ...]
    caption: str
    rows: tuple[ChangeRow, ...]
    pages: Pages
    fingerprint: str
    leaves: str
    does: str


def undo_page(batch: ImportBatch, foreseen: Foreseen, asked: str, page: int) -> UndoPage:
    """The dry run of an undo; what would have to stay is shown first."""
    shown = asked if asked in {TAKEN, LEFT} else LEFT if foreseen.left else TAKEN
    part = _slice(foreseen.stays if shown == LEFT else foreseen.taken, page)

    def address(show: str, number: int = 1) -> str:
        return url_for("imports.undo", batch_id=batch.id, show=show, page=number)

    return UndoPage(
        id=batch.id,
        title=batch.file_name,
        figures=(
            _figure(len(foreseen.taken), _("would be taken back"), address(TAKEN), "ok"),
            _figure(len(foreseen.left), _("would be left"), address(LEFT), "limits"),
        ),
        caption=_("What would be left, and why")
        if shown == LEFT
        else _("What would be taken back"),
        rows=tuple(_rows(queries.numbered(batch.id, part.ids), foreseen)),
        pages=pages(part, lambda number: address(shown, number)),
        fingerprint=foreseen.fingerprint,
        leaves=_leaves(len(foreseen.left)),
        does=_does(foreseen),
    )


def _slice(numbers: Sequence[int], page: int) -> Slice:
    page = min(page, -(-len(numbers) // PAGE_SIZE) or 1)
    first = (page - 1) * PAGE_SIZE
    return Slice(list(numbers[first : first + PAGE_SIZE]), len(numbers), page)


def _figure(count: int, words: str, address: str, tone: str) -> Figure:
    return Figure(number(count), words, address, tone if count else "na")


def _rows(found: Sequence[ImportChange], foreseen: Foreseen) -> Iterator[ChangeRow]:
    for each, address in zip(found, addresses(found), strict=True):
        left = foreseen.left.get(each.number)
        state, word = _fate(each.action)
        yield ChangeRow(
            name=each.name or "—",
            address=address,
            what=str(WHAT_WORDS[each.what]),
            place=each.place or "—",
            state="limits" if left else state,
            word=_("stays") if left else word,
            told=(reason(left, each.what),) if left else tuple(told(each.after, each.before)),
        )


def _fate(action: Action) -> tuple[str, str]:
    return ("fail", _("removed")) if action is Action.CREATED else ("seen", _("set back"))


def _leaves(left: int) -> str:
    if not left:
        return _("Nobody has built on any of it: afterwards all is as it was before the import.")
    return ngettext(
        "%(count)s row can't be taken back: it was built on since. It stays as it is.",
        "%(count)s rows can't be taken back: they were built on since, or something that stays"
        " stands on them. They stay as they are.",
        left,
        count=number(left),
    )


def _does(foreseen: Foreseen) -> str:
    taken, left = len(foreseen.taken), len(foreseen.left)
    if not taken:
        return ""
    if not left:
        return ngettext(
            "Take back %(count)s row", "Take back all %(count)s rows", taken, count=number(taken)
        )
    return _("Take back %(taken)s, leave %(left)s", taken=number(taken), left=number(left))


def undone_words(foreseen: Foreseen) -> str:
    """What was done, for the page that follows."""
    taken, left = number(len(foreseen.taken)), number(len(foreseen.left))
    if not foreseen.left:
        return _("The import is taken back: %(taken)s rows.", taken=taken)
    return _("%(taken)s rows are taken back, %(left)s are left.", taken=taken, left=left)
