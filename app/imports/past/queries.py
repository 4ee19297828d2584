"""What is known of past imports: the batches, and page by page what each did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.imports.applying.recorded import row
from app.imports.models import Action, ImportBatch, ImportChange, What
from app.paging import Slice, contains, slice_of

WITH_PEOPLE = (joinedload(ImportBatch.person), joinedload(ImportBatch.undone_by))


class Which(StrEnum):
    """Which rows of an import are wanted."""

    ALL = ""
    CREATED = "created"
    CHANGED = "changed"
    LEFT = "left"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see of an import."""

    words: str = ""
    which: Which = Which.ALL
    what: What | None = None


def wanted_changes(asked: MultiDict[str, str]) -> Wanted:
    """What an address asks for; whatever makes no sense is left out."""
    which, what = asked.get("which", ""), asked.get("what", "")
    return Wanted(
        words=asked.get("q", "").strip(),
        which=Which(which) if which in set(Which) else Which.ALL,
        what=What(what) if what in set(What) else None,
    )


def batch(batch_id: int) -> ImportBatch | None:
    """The import with who applied it and who took it back; None where there is none."""
    wanted = select(ImportBatch).where(ImportBatch.id == batch_id)
    return db.session.scalar(wanted.options(*WITH_PEOPLE))


def batches(page: int) -> tuple[Slice, Sequence[ImportBatch]]:
    """The imports of one page, the newest first, with who applied them."""
    part = slice_of(select(ImportBatch.id).order_by(ImportBatch.id.desc()), page)
    wanted = select(ImportBatch).where(ImportBatch.id.in_(part.ids)).options(*WITH_PEOPLE)
    return part, db.session.scalars(wanted.order_by(ImportBatch.id.desc())).all()


def changes(batch_id: int, wanted: Wanted, page: int) -> tuple[Slice, Sequence[ImportChange]]:
    """One page of what the import did."""
    found = select(ImportChange.number).where(ImportChange.batch_id == batch_id)
    if wanted.which is Which.LEFT:
        found = found.where(ImportChange.left.is_not(None))
    elif wanted.which:
        found = found.where(ImportChange.action == Action(wanted.which.value))
    if wanted.what:
        found = found.where(ImportChange.what == wanted.what)
    for word in wanted.words.split():
        found = found.where(contains(func.lower(ImportChange.name), word))
    part = slice_of(found.order_by(ImportChange.number), page)
    return part, numbered(batch_id, part.ids)


def numbered(batch_id: int, numbers: Sequence[int]) -> Sequence[ImportChange]:
    """These rows of the import, a page at most, in the order asked for."""
    wanted = select(ImportChange).where(ImportChange.batch_id == batch_id)
    found = db.session.scalars(wanted.where(ImportChange.number.in_(numbers)))
    by_number = {each.number: each for each in found}
    return [by_number[each] for each in numbers]


def kinds(batch_id: int) -> dict[What, int]:
    """How many rows of each kind the import made or changed."""
    counted = select(ImportChange.what, func.count()).where(ImportChange.batch_id == batch_id)
    found = dict(db.session.execute(counted.group_by(ImportChange.what)).all())
    return {what: found[what] for what in What if what in found}


def count_left(batch_id: int) -> int:
    """How many rows were left when it was taken back."""
    counted = select(func.count()).select_from(ImportChange)
    left = counted.where(ImportChange.batch_id == batch_id, ImportChange.left.is_not(None))
    return db.session.scalar(left) or 0


def still_there(what: What, keys: Iterable[int]) -> set[int]:
    """Those of some keys, a page at most, that are still in the database."""
    return set(db.session.scalars(select(row(what)).where(row(what).in_(keys))))
