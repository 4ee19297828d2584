"""The pages of orders as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlencode

from flask import url_for
from flask_babel import get_timezone, ngettext
from flask_babel import gettext as _

from app import formats
from app.batches.models import Batch, BatchState, BatchTag, Kind
from app.batches.service import BELIEVED
from app.paging import Pages, Slice, pages
from app.paper.words import named
from app.sheets.asking.papers import file_words
from app.sheets.orders.lines import Buildings, Line, lines_of, paper_of
from app.sheets.orders.queries import Contents
from tags import TagError, design

MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.ZIP: "application/zip",
    Kind.ZPL: "application/octet-stream",
    Kind.CSV: "text/csv",
}
PATIENCE = timedelta(seconds=20)
"""After which an order that nobody took up makes one ask for the worker."""
SILENCE = timedelta(seconds=5)
"""After which one is told that whoever prints an order has said nothing."""
UNDER_WAY = frozenset({BatchState.WAITING, BatchState.PRINTING})


@dataclass(frozen=True)
class BatchPage:
    """One order."""

    id: int
    title: str
    contents: str
    state: BatchState
    state_word: str
    under_way: bool
    done: int
    count: int
    progress_words: str
    is_stuck: bool
    is_silent: bool
    problem: str
    file_address: str
    file_words: str
    checked_words: str
    on_paper: bool
    is_trial: bool
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    pages: Pages
    can_repeat: bool
    again: tuple[tuple[str, str], ...]
    whole_again: str


@dataclass(frozen=True)
class Row:
    """An order in the list of all."""

    address: str
    title: str
    what: str
    contents: str
    paper: str
    who: str
    when: str
    iso: str
    state: BatchState
    state_word: str


@dataclass(frozen=True)
class BatchesPage:
    """The list of orders."""

    rows: tuple[Row, ...]
    pages: Pages


def batches_page(
    part: Slice, found: Sequence[Batch], of: Mapping[int, Contents], now: datetime
) -> BatchesPage:
    """The orders of one page of the list, and by their keys what they are of."""
    return BatchesPage(
        tuple(_row(each, of.get(each.id, Contents()), now) for each in found),
        pages(part, lambda number: url_for("sheets.batches", page=number)),
    )


def _row(batch: Batch, of: Contents, now: datetime) -> Row:
    return Row(
        address=url_for("sheets.batch", batch_id=batch.id),
        title=_("Order %(number)d", number=batch.id),
        what=_what(batch),
        contents=_contents(batch, of),
        paper=_paper(batch),
        who=_who(batch),
        when=formats.ago(batch.ordered_at, now, _zone()),
        iso=batch.ordered_at.isoformat(),
        state=batch.state,
        state_word=_state(batch.state),
    )


@dataclass(frozen=True)
class Told:
    """What an order's page tells: what it is of, the tags of one page, and of all up to them the
    buildings."""

    contents: Contents
    lines: Sequence[BatchTag]
    buildings: Buildings


def batch_page(
    batch: Batch, told: Told, number: int, now: datetime, *, has_file: bool
) -> BatchPage:
    """One order, with the tags of the page of this number."""
    lines = told.lines
    waits = batch.state is BatchState.WAITING and now - batch.ordered_at > PATIENCE
    is_ready = batch.state is BatchState.READY
    answers = _answers(batch)
    part = Slice([line.place for line in lines], batch.count, number)
    return BatchPage(
        id=batch.id,
        title=_what(batch),
        contents=_contents(batch, told.contents),
        state=batch.state,
        state_word=_state(batch.state),
        under_way=batch.state in UNDER_WAY,
        done=batch.done,
        count=batch.count,
        progress_words=_(
            "%(done)s of %(tags)s", done=formats.number(batch.done), tags=_tags(batch)
        ),
        is_stuck=waits,
        is_silent=_is_silent(batch, now),
        problem=batch.problem,
        file_address=url_for("sheets.file", batch_id=batch.id) if is_ready and has_file else "",
        file_words=_download(batch.kind),
        checked_words=_checked(batch) if is_ready else "",
        on_paper=batch.kind in {Kind.PDF, Kind.ZIP},
        is_trial=batch.trial,
        facts=tuple((words, value) for words, value in _facts(batch) if value),
        lines=lines_of(batch, lines, told.buildings),
        pages=pages(part, lambda page: url_for("sheets.batch", batch_id=batch.id, page=page)),
        can_repeat=is_ready,
        again=answers,
        whole_again=f"{url_for('sheets.order')}?{urlencode([('batch', batch.id), *answers])}",
    )


def _is_silent(batch: Batch, now: datetime) -> bool:
    """Whether whoever prints an order has said nothing for a while."""
    if batch.state is not BatchState.PRINTING or batch.taken_until is None:
        return False
    return now - (batch.taken_until - BELIEVED) > SILENCE


def _zone() -> tzinfo:
    return get_timezone() or UTC


def file_name(batch: Batch) -> str:
    """What the file of an order is called where it is stored."""
    day = batch.ordered_at.date().isoformat()
    stem = _("tags-%(date)s-order-%(number)d", date=day, number=batch.id)
    return f"{stem}.{batch.kind.value}"


def _facts(batch: Batch) -> list[tuple[str, str]]:
    ordered = formats.full_moment(batch.ordered_at, _zone())
    sheets = ngettext("%(num)d sheet", "%(num)d sheets", batch.pages) if batch.pages else ""
    return [
        (_("Paper"), _paper(batch)),
        (_("Sheets"), sheets if batch.kind in {Kind.PDF, Kind.ZIP} else ""),
        (_("Printer"), batch.printer.name if batch.printer else ""),
        (_("Codes lead to"), batch.address),
        (_("Ordered by"), _who(batch)),
        (_("Ordered"), ordered),
    ]


def _answers(batch: Batch) -> tuple[tuple[str, str], ...]:
    """What an order that prints some of these tags again begins with."""
    offered = batch.printer and not batch.printer.retired_at
    printer = ("printer", str(batch.printer_id) if offered else "")
    kind = ("kind", batch.kind.value)
    return (("design", batch.design_id), ("stock", batch.stock_id), kind, printer)


def _paper(batch: Batch) -> str:
    stock = paper_of(batch)
    return named(stock) if stock else batch.stock_id


def _tags(batch: Batch) -> str:
    return ngettext(
        "%(count)s tag", "%(count)s tags", batch.count, count=formats.number(batch.count)
    )


def _what(batch: Batch) -> str:
    """How many tags, in which look."""
    try:
        look = named(design(batch.design_id))
    except TagError:
        look = batch.design_id
    return _("%(tags)s · %(design)s", tags=_tags(batch), design=look)


def _contents(batch: Batch, of: Contents) -> str:
    """As which file it came, for what, and where."""
    every = {_("Rooms"): of.rooms, _("Equipment"): of.units, _("Blank tags"): of.blanks}
    wherein = of.building
    if of.buildings > 1:
        wherein = ngettext("%(num)d building", "%(num)d buildings", of.buildings)
    what = ", ".join(words for words, count in every.items() if count)
    return " · ".join(filter(None, (file_words(batch.kind), what, wherein)))


def _who(batch: Batch) -> str:
    return batch.person.name if batch.person else _("The command line")


def _state(state: BatchState) -> str:
    return {
        BatchState.WAITING: _("Waiting"),
        BatchState.PRINTING: _("Printing"),
        BatchState.READY: _("Ready"),
        BatchState.FAILED: _("Failed"),
    }[state]


def _download(kind: Kind) -> str:
    return {
        Kind.PDF: _("Download the PDF"),
        Kind.ZIP: _("Download the ZIP of PDFs"),
        Kind.ZPL: _("Download the ZPL"),
        Kind.CSV: _("Download the list"),
    }[kind]


def _checked(batch: Batch) -> str:
    checked, count = batch.checked or 0, batch.count
    if not checked:
        return ""
    if checked >= count:
        return ngettext(
            "Its code was read back from the finished file, and says what it should.",
            "All %(count)s codes were read back from the finished file, and say what they should.",
            count,
            count=formats.number(count),
        )
    return _(
        "A sample of %(checked)s of its %(count)s codes was read back from the finished file;"
        " all of them say what they should.",
        checked=formats.number(checked),
        count=formats.number(count),
    )
