"""How quickly a page of the queue of faults is found: `python -m bench.queue [DATABASE_URL]`.

Open faults with four promises each, a seventh of them waiting, in an estate of rooms; nobody has
told the engine yet how many there are, as on the day after a large import. "joined" is how the
queue was asked before: all that is still owed is grouped, and joined to the faults. Ours looks the
soonest promise up by each fault's own key. Each figure is the best of three, in milliseconds, of
finding the keys of a page and counting all; the same keys come from both. SQLite unless told where.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Select, case, exists, func, insert, select

from app import clock, create_app
from app.equipment.models import Impact, Symptom
from app.extensions import db
from app.faults.models import (
    Awaiting,
    Channel,
    Effect,
    Fault,
    FaultState,
    Pause,
    Priority,
    Promise,
    Stage,
)
from app.faults.promises.queries import STILL_OWED
from app.faults.queries import OPEN_NOW, to_do
from app.faults.queue import queries
from app.paging import Slice, slice_of
from app.settings import Settings
from bench.estate import UNITS, fill

FAULTS, PAGES, TURNS = 5_000, (1, 60, 100), 3
SPREAD = 90_000
"""Minutes over which the promises fall due."""


def prepare(folder: Path, url: str) -> None:
    """An estate with so many open faults."""
    fill(folder, FAULTS // UNITS + 1, url)
    now, ids = clock.now(), range(1, FAULTS + 1)
    with create_app(Settings(data=folder, database_url=url)).app_context():
        wrong = Symptom(code="X", label="X", failure_mode="", self_help="", impact=Impact.DOWN)
        db.session.add(wrong)
        db.session.flush()
        fields = {
            "symptom_id": wrong.id,
            "state": FaultState.REPORTED,
            "effect": Effect.UNIT_DOWN,
            "channel": Channel.TAG,
        }
        faults = (
            {
                **fields,
                "id": key,
                "equipment_id": key,
                "room_id": (key - 1) // UNITS + 1,
                "priority": list(Priority)[key % 4],
                "reported_at": now - timedelta(minutes=key),
                "restore_by": now + timedelta(minutes=(key * 7919) % SPREAD),
            }
            for key in ids
        )
        db.session.execute(insert(Fault), list(faults))
        db.session.execute(insert(Promise), [_promise(key, s, now) for key in ids for s in Stage])
        day = now.date() + timedelta(days=9)
        waits = {"awaiting": Awaiting.PART, "next_on": day, "began_at": now}
        db.session.execute(
            insert(Pause), [{**waits, "fault_id": key} for key in ids if not key % 7]
        )
        db.session.commit()


def _promise(key: int, stage: Stage, now: object) -> dict[str, object]:
    turn = list(Stage).index(stage)
    due = clock.now() + timedelta(minutes=(key * (7919 + 31 * turn)) % SPREAD)
    moments = {"began_at": now, "first_due_at": due, "due_at": due, "warn_at": due}
    return {"fault_id": key, "stage": stage, "minutes": 60, **moments}


def joined() -> Select[int]:
    """The whole team's queue as it was asked before."""
    owes = (
        select(Promise.fault_id, func.min(Promise.due_at).label("due"))
        .where(STILL_OWED)
        .group_by(Promise.fault_id)
        .subquery()
    )
    stands = exists().where(
        Pause.fault_id == Fault.id,
        Pause.ended_at.is_(None),
        Pause.next_on > clock.now().date() + timedelta(days=1),
    )
    return (
        select(Fault.id)
        .where(to_do())
        .outerjoin(owes, owes.c.fault_id == Fault.id)
        .order_by(
            case((OPEN_NOW, case((stands, 1), else_=0))),
            case((OPEN_NOW, func.coalesce(owes.c.due, Fault.restore_by))),
            Fault.priority,
            Fault.reported_at.desc(),
            Fault.id.desc(),
        )
    )


def ours() -> Select[int]:
    """The same as it is asked now."""
    return queries.ordered(queries.Wanted(), None, clock.now().date())


def timed(asked: Callable[[], Select[int]], page: int) -> tuple[float, Sequence[int]]:
    """The best of some turns, in milliseconds, and the keys that came."""
    best, part = float("inf"), Slice([], 0, page)
    for _turn in range(TURNS):
        db.session.remove()
        began = time.perf_counter()
        part = slice_of(asked(), page)
        best = min(best, time.perf_counter() - began)
    return best * 1000, part.ids


def main(url: str = "") -> None:
    """Measure, and print a line for each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, url)
        with create_app(Settings(data=folder, database_url=url)).app_context():
            for page in PAGES:
                before, was = timed(joined, page)
                now, found = timed(ours, page)
                if was != found:
                    raise SystemExit(f"page {page}: other faults than before")
                print(f"{FAULTS} faults, page {page}: joined {before:.0f} ms, ours {now:.0f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:])
