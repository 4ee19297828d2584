"""The lines of a dry run: filtered by outcome, reason and words, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.formats import number
from app.imports.looking.trial import (
    OUTCOME_WORDS,
    STATES,
    lines_address,
    sentence,
    sentences,
)
from app.imports.planning.plans import Line, Outcome
from app.imports.runs.found.tried import Reason, Tried, TriedLine
from app.imports.words import field_word
from app.numbers import page_of
from app.paging import PAGE_SIZE, Pages, Slice, pages

LONGEST = 70  # characters of a reason in a list to choose from


@dataclass(frozen=True)
class LineRow:
    """One line: what it is about, its outcome, why, and the cells it was read from by column."""

    line: str
    name: str
    place: str
    state: str
    word: str
    told: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Lines:
    """The lines of one page, what they were filtered by, and where all of them are as a file."""

    rows: tuple[LineRow, ...]
    pages: Pages
    show: str
    reason: str
    words: str
    outcomes: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]
    everything: str
    csv: str
    xlsx: str


def lines(token: str, tried: Tried, asked: MultiDict[str, str]) -> Lines:
    """The lines that the address asks for."""
    reasons = tried.reasons()
    show = _one_of(asked.get("show", ""), set(Outcome))
    reason = _one_of(asked.get("reason", ""), {str(each.key) for each in reasons})
    words = asked.get("q", "").strip()[:200]
    key = int(reason) if reason else None
    part = _slice(tried.count(show, key, words), page_of(asked))
    found = tried.lines(show, key, words, first=(part.number - 1) * PAGE_SIZE, most=PAGE_SIZE)
    headers = tried.headers()

    def address(page: int) -> str:
        number = page if page > 1 else None
        return lines_address(token, show=show, reason=reason, q=words, page=number)

    return Lines(
        rows=tuple(_row(each, headers) for each in found),
        pages=pages(part, address),
        show=show,
        reason=reason,
        words=words,
        outcomes=[("", _("All")), *((each.value, str(OUTCOME_WORDS[each])) for each in Outcome)],
        reasons=[("", _("Any")), *(_option(each) for each in reasons)],
        everything=lines_address(token) if show or reason or words else "",
        csv=url_for("imports.lines_file", token=token, ending="csv", show=show or None),
        xlsx=url_for("imports.lines_file", token=token, ending="xlsx", show=show or None),
    )


def _one_of(text: str, known: set[Any]) -> str:
    return text if text in known else ""


def _option(reason: Reason) -> tuple[str, str]:
    text = sentence(reason.example)
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return str(reason.key), f"{number(reason.lines)} × {short}"


def _slice(total: int, page: int) -> Slice:
    page = min(max(page, 1), max(-(-total // PAGE_SIZE), 1))
    first = (page - 1) * PAGE_SIZE
    return Slice(list(range(first, min(first + PAGE_SIZE, total))), total, page)


def _row(tried: TriedLine, headers: Mapping[str, Sequence[str]]) -> LineRow:
    line = tried.line
    header = headers.get(line.sheet) or headers.get("", ())
    return LineRow(
        line=f"{line.sheet} {line.line}".strip(),
        name=line.name or "—",
        place=line.place or "—",
        state=STATES[line.outcome],
        word=str(OUTCOME_WORDS[line.outcome]),
        told=(*told_changes(line), *sentences(line.says)),
        cells=tuple(_as_written(tried.cells, header)),
    )


def told_changes(line: Line) -> Iterator[str]:
    """Each field that changes, in words: what it says, and what it would say."""
    for change in line.changes:
        yield _(
            "%(field)s: %(old)s → %(new)s",
            field=field_word(change.field),
            old=change.old or "—",
            new=change.new or "—",
        )


def _as_written(cells: Sequence[str], header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The cells that say something, each with its column."""
    for index, cell in enumerate(cells):
        if cell.strip():
            yield header[index] if index < len(header) else str(index + 1), cell
