"""Long lists page by page: which rows stand on this page, and how many there are in all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select

from app.extensions import db
from app.formats import number
from app.numbers import LARGEST

PAGE_SIZE = 50
AHEAD = 1000
"""How far the rows after a page are looked at before the engine is asked to count them."""


@dataclass(frozen=True)
class Slice:
    """The keys of one page's rows in their order, and the number of rows of the whole list.

    `exact` is False where there are more rows than `total`, which nobody counted.
    """

    ids: list[int]
    total: int
    number: int
    exact: bool = True


@dataclass(frozen=True)
class Pages:
    """Where a page stands in its list, as `lists.page_links` shows it."""

    number: int
    count: int
    first_item: str
    last_item: str
    total: str
    previous_address: str | None
    next_address: str | None


def slice_of(ids: Select[int], page: int, *, count: bool = True) -> Slice:
    """The page's part of an ordered query for keys; the last page where `page` is beyond it.

    Rows are looked at some pages ahead: a short list is counted by that. A longer one is counted
    by the engine, unless `count` is False because no index can (a search for frequent words).
    """
    place = min(max(page, 1), LARGEST)
    offset = (place - 1) * PAGE_SIZE
    ahead = list(db.session.scalars(ids.offset(offset).limit(AHEAD)))
    if not ahead and offset:
        return slice_of(ids, -(-_counted(ids) // PAGE_SIZE), count=count)
    seen = offset + len(ahead)
    if len(ahead) < AHEAD:
        return Slice(ahead[:PAGE_SIZE], seen, place)
    if count:
        return Slice(ahead[:PAGE_SIZE], _counted(ids), place)
    return Slice(ahead[:PAGE_SIZE], seen, place, exact=False)


def _counted(ids: Select[int]) -> int:
    counted = select(func.count()).select_from(ids.order_by(None).subquery())
    return db.session.scalar(counted) or 0


def pages(part: Slice, address: Callable[[int], str]) -> Pages:
    """The links around a slice; `address` gives that of the page of a number."""
    count = max(-(-part.total // PAGE_SIZE), 1)
    first = (part.number - 1) * PAGE_SIZE
    total = number(part.total)
    return Pages(
        number=part.number,
        count=count,
        first_item=number(first + 1),
        last_item=number(first + len(part.ids)),
        total=total if part.exact else _("more than %(total)s", total=total),
        previous_address=address(part.number - 1) if part.number > 1 else None,
        next_address=address(part.number + 1) if part.number < count else None,
    )


def contains(column: Any, word: str) -> ColumnElement[bool]:
    """Whether the text, in small letters where it has any, holds the word in whatever letter case.

    SQLite lowers only ASCII letters: for others, the usual spellings of the word are asked for.
    """
    spellings = {word.lower()}
    if not word.isascii():
        spellings |= {word, word.capitalize(), word.upper()}
    return or_(*(column.like(f"%{_literal(each)}%", escape="\\") for each in sorted(spellings)))


def _literal(word: str) -> str:
    """The word for LIKE; without NUL, which no text has and PostgreSQL takes for a fault."""
    plain = word.replace("\0", "")
    return "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in plain)
