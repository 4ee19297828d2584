"""What can be done with an order: give it, take it up, tell how far it is, end it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import insert, update

from app.batches.models import BATCH_MOVES, Batch, BatchState, BatchTag, Kind
from app.batches.queries import free_to_take
from app.database import rows_changed
from app.errors import Refusal
from app.extensions import db
from app.paper.models import Printer
from app.people.models import Person

BELIEVED = timedelta(seconds=60)
"""How long a worker that says nothing is believed to be alive."""
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Asked:
    """What an order says of how its tags are printed; `used` as in `BegunSheet`."""

    kind: Kind
    stock_id: str
    design_id: str
    printer: Printer | None
    used: str
    address: str
    trial: bool
    locale: str


def add(by: Person | None, asked: Asked, tag_ids: Sequence[int], *, at: datetime) -> Batch:
    """An order of these tags, in this order, that waits to be printed."""
    batch = Batch(
        person_id=by.id if by else None,
        ordered_at=at,
        kind=asked.kind,
        stock_id=asked.stock_id,
        design_id=asked.design_id,
        printer_id=asked.printer.id if asked.printer else None,
        used=asked.used,
        address=asked.address,
        trial=asked.trial,
        locale=asked.locale,
        count=len(tag_ids),
        done=0,
        attempts=0,
        state=BatchState.WAITING,
    )
    db.session.add(batch)
    db.session.flush()
    lines = [{"batch_id": batch.id, "place": n, "tag_id": id_} for n, id_ in enumerate(tag_ids)]
    db.session.execute(insert(BatchTag), lines)
    return batch


def take(batch_id: int, *, at: datetime) -> int | None:
    """Take an order up; the number of this attempt, or None where another was quicker.

    An order that was begun three times and never ended kills its workers: it fails.
    """
    taken = db.session.execute(
        update(Batch)
        .where(Batch.id == batch_id, free_to_take(at))
        .values(
            state=BatchState.PRINTING,
            attempts=Batch.attempts + 1,
            taken_until=at + BELIEVED,
            done=0,
        )
        .returning(Batch.attempts)
    ).scalar()
    if taken is None or taken <= MOST_ATTEMPTS:
        return taken
    fail(batch_id, taken, _("It was begun three times and never ended. Try fewer tags."), at=at)
    return None


def tell(batch_id: int, attempt: int, done: int, *, at: datetime) -> bool:
    """Note how many tags are set; False where the order is in other hands by now."""
    return _mine(batch_id, attempt, done=done, taken_until=at + BELIEVED)


def finish(batch_id: int, attempt: int, *, pages: int, checked: int, at: datetime) -> bool:
    """Note that the file is whole; False where the order is in other hands by now."""
    return _mine(
        batch_id,
        attempt,
        state=BatchState.READY,
        done=Batch.count,
        pages=pages,
        checked=checked,
        problem="",
        finished_at=at,
        taken_until=None,
    )


def fail(batch_id: int, attempt: int, problem: str, *, at: datetime) -> bool:
    """Note that nothing was printed, and why; False where the order is in other hands by now."""
    return _mine(
        batch_id,
        attempt,
        state=BatchState.FAILED,
        problem=problem,
        finished_at=at,
        taken_until=None,
    )


def _mine(batch_id: int, attempt: int, **values: object) -> bool:
    """Change an order that this attempt still holds: a worker thought dead may wake up again."""
    held = (Batch.id == batch_id, Batch.attempts == attempt, Batch.state == BatchState.PRINTING)
    return bool(rows_changed(db.session.execute(update(Batch).where(*held).values(**values))))


def try_again(batch: Batch) -> None:
    """Let a failed order wait again; refused for any other."""
    if BatchState.WAITING not in BATCH_MOVES[batch.state]:
        raise Refusal(_("Only an order that failed can be tried again."))
    batch.state, batch.attempts, batch.done = BatchState.WAITING, 0, 0
    batch.problem, batch.finished_at = "", None
    db.session.flush()
