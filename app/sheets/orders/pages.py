"""The pages of orders as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlencode

from flask import url_for
from flask_babel import get_timezone, ngettext
from flask_babel import gettext as _

from app import formats
from app.batches.models import Batch, BatchState, BatchTag, Kind
from app.codes.code import grouped
from app.errors import Refusal
from app.paging import Pages, Slice, pages
from app.paper.stocks import stock_of
from app.paper.words import named
from app.places.words import where
from app.sheets.asking.papers import place_of
from app.sheets.making.wishes import parted
from tags import Stock, TagError, design

MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.ZIP: "application/zip",
    Kind.ZPL: "application/octet-stream",
    Kind.CSV: "text/csv",
}
PATIENCE = timedelta(seconds=20)
"""After which an order that nobody took up makes one ask for the worker."""
UNDER_WAY = frozenset({BatchState.WAITING, BatchState.PRINTING})


@dataclass(frozen=True)
class Line:
    """One tag of an order."""

    tag_id: int
    title: str
    where: str
    code: str
    address: str
    place: str


@dataclass(frozen=True)
class BatchPage:
    """One order."""

    id: int
    title: str
    state: BatchState
    state_word: str
    under_way: bool
    done: int
    count: int
    progress_words: str
    is_stuck: bool
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


def batches_page(part: Slice, found: Sequence[Batch], now: datetime) -> BatchesPage:
    """The orders of one page of the list."""
    return BatchesPage(
        tuple(_row(each, now) for each in found),
        pages(part, lambda number: url_for("sheets.batches", page=number)),
    )


def _row(batch: Batch, now: datetime) -> Row:
    return Row(
        address=url_for("sheets.batch", batch_id=batch.id),
        title=_("Order %(number)d", number=batch.id),
        what=_what(batch),
        paper=_paper(batch),
        who=_who(batch),
        when=formats.ago(batch.ordered_at, now, _zone()),
        iso=batch.ordered_at.isoformat(),
        state=batch.state,
        state_word=_state(batch.state),
    )


def batch_page(
    batch: Batch, lines: Sequence[BatchTag], number: int, now: datetime, *, has_file: bool
) -> BatchPage:
    """One order, with the tags of the page of this number."""
    waits = batch.state is BatchState.WAITING and now - batch.ordered_at > PATIENCE
    is_ready = batch.state is BatchState.READY
    answers = _answers(batch)
    part = Slice([line.place for line in lines], batch.count, number)
    return BatchPage(
        id=batch.id,
        title=_what(batch),
        state=batch.state,
        state_word=_state(batch.state),
        under_way=batch.state in UNDER_WAY,
        done=batch.done,
        count=batch.count,
        progress_words=_(
            "%(done)s of %(tags)s", done=formats.number(batch.done), tags=_tags(batch)
        ),
        is_stuck=waits,
        problem=batch.problem,
        file_address=url_for("sheets.file", batch_id=batch.id) if is_ready and has_file else "",
        file_words=_file_words(batch.kind),
        checked_words=_checked(batch) if is_ready else "",
        on_paper=batch.kind in {Kind.PDF, Kind.ZIP},
        is_trial=batch.trial,
        facts=tuple((words, value) for words, value in _facts(batch) if value),
        lines=_lines(batch, lines),
        pages=pages(part, lambda page: url_for("sheets.batch", batch_id=batch.id, page=page)),
        can_repeat=is_ready,
        again=answers,
        whole_again=f"{url_for('sheets.order')}?{urlencode([('batch', batch.id), *answers])}",
    )


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


def _lines(batch: Batch, lines: Sequence[BatchTag]) -> tuple[Line, ...]:
    stock = _stock(batch) if batch.kind is Kind.PDF else None
    used = parted(batch.used)
    return tuple(_line(line, _place(stock, used, line.place)) for line in lines)


def _line(line: BatchTag, place: str) -> Line:
    tag = line.tag
    home = tag.home if tag.is_bound else None
    title = tag.equipment.name if tag.equipment else home.name if home else _("Blank tag")
    return Line(
        tag_id=tag.id,
        title=title,
        where=where(home) if home else "",
        code=grouped(tag.code),
        address=url_for("scan.tag", code=tag.code) if home else "",
        place=place,
    )


def _place(stock: Stock | None, used: frozenset[int], place: int) -> str:
    if stock is None or stock.dpi:
        return formats.number(place + 1)
    sheet, label = place_of(stock, used, place)
    if stock.per_sheet == 1:
        return _("Sheet %(sheet)d", sheet=sheet)
    return _("Sheet %(sheet)d, label %(label)d", sheet=sheet, label=label)


def _stock(batch: Batch) -> Stock | None:
    try:
        return stock_of(batch.stock_id)
    except Refusal:  # it is in no catalogue any more
        return None


def _paper(batch: Batch) -> str:
    stock = _stock(batch)
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


def _who(batch: Batch) -> str:
    return batch.person.name if batch.person else _("The command line")


def _state(state: BatchState) -> str:
    return {
        BatchState.WAITING: _("Waiting"),
        BatchState.PRINTING: _("Being printed"),
        BatchState.READY: _("Ready"),
        BatchState.FAILED: _("Failed"),
    }[state]


def _file_words(kind: Kind) -> str:
    return {
        Kind.PDF: _("Open the PDF"),
        Kind.ZIP: _("Take the ZIP of PDFs"),
        Kind.ZPL: _("Take the ZPL"),
        Kind.CSV: _("Take the list"),
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
