"""What is known of orders."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app.batches.models import Batch, BatchState, BatchTag
from app.codes.models import Tag
from app.codes.queries import with_home
from app.extensions import db
from app.paging import Slice, slice_of


def batch(batch_id: int) -> Batch | None:
    """The order with who gave it and its printer; None where there is none."""
    wanted = select(Batch).where(Batch.id == batch_id)
    return db.session.scalar(wanted.options(joinedload(Batch.person), joinedload(Batch.printer)))


def batches(page: int) -> tuple[Slice, Sequence[Batch]]:
    """The orders of one page, the newest first, with who gave them and their printers."""
    part = slice_of(select(Batch.id).order_by(Batch.id.desc()), page)
    wanted = select(Batch).where(Batch.id.in_(part.ids)).order_by(Batch.id.desc())
    wanted = wanted.options(joinedload(Batch.person), joinedload(Batch.printer))
    return part, db.session.scalars(wanted).all()


def free_to_take(at: datetime) -> ColumnElement[bool]:
    """Whether an order waits, or whoever printed it has said nothing for too long."""
    silent = (Batch.state == BatchState.PRINTING) & (Batch.taken_until < at)
    return or_(Batch.state == BatchState.WAITING, silent)


def waiting(*, at: datetime) -> Sequence[int]:
    """The orders that nobody is printing at this moment, the oldest first."""
    return db.session.scalars(select(Batch.id).where(free_to_take(at)).order_by(Batch.id)).all()


def lines(batch_id: int, start: int, count: int) -> Sequence[BatchTag]:
    """So many tags of an order from a place on, with what they stand for and all its places."""
    return db.session.scalars(
        select(BatchTag)
        .where(BatchTag.batch_id == batch_id, BatchTag.place >= start)
        .order_by(BatchTag.place)
        .limit(count)
        .options(joinedload(BatchTag.tag).options(*with_home()))
    ).all()


def tags_of(batch_id: int) -> Sequence[int]:
    """The keys of the tags of an order, in their order."""
    wanted = select(BatchTag.tag_id).where(BatchTag.batch_id == batch_id)
    return db.session.scalars(wanted.order_by(BatchTag.place)).all()


def latest_stocks(person_id: int, design_id: str, most: int = 5) -> Sequence[str]:
    """The stocks that somebody printed a design on lately, the latest first."""
    used = select(Batch.stock_id, Batch.id).where(
        Batch.person_id == person_id, Batch.design_id == design_id
    )
    recent = db.session.execute(used.order_by(Batch.id.desc()).limit(200)).all()
    return list(dict.fromkeys(stock_id for stock_id, _id in recent))[:most]


def of_tag(tag: Tag, most: int = 10) -> Sequence[Batch]:
    """The orders in which a tag was printed, the latest first, with who gave them."""
    wanted = select(Batch).join(BatchTag, BatchTag.batch_id == Batch.id)
    wanted = wanted.where(BatchTag.tag_id == tag.id).options(joinedload(Batch.person))
    return db.session.scalars(wanted.order_by(Batch.id.desc()).limit(most)).all()
