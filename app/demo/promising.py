"""What was promised of the demo's faults, and how it was kept, by the rules of real ones."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from app.demo.story.troubles import Entry, Trouble
from app.faults.models import FaultState, Stage
from app.faults.promises.clock import Clock
from app.faults.promises.keeping import WARN_AT
from app.faults.promises.reached import NOTHING_OWED, REACHED
from app.faults.promises.targets import DEFAULTS, stages

Row = dict[str, Any]


def times_reopened(trouble: Trouble) -> int:
    """How often it came again."""
    return sum(entry.state is FaultState.REOPENED for entry in trouble.entries)


def promises(fault_id: int, trouble: Trouble, clock: Clock, now: datetime) -> Iterator[Row]:
    """The promises of a fault, of each time that it was open, as rows to store."""
    again = (entry.at for entry in trouble.entries if entry.state is FaultState.REOPENED)
    for turn, (since, until) in enumerate(pairwise((trouble.incident.reported_at, *again, now))):
        entries = [entry for entry in trouble.entries if since <= entry.at < until]
        for stage, minutes in stages(DEFAULTS, trouble.priority).items():
            row = _row(stage, minutes, since, entries, clock)
            if until == now and stage is Stage.RESTORED:
                row["due_at"] = row["first_due_at"] = trouble.restore_by
            yield {"fault_id": fault_id, "turn": turn, **row, **_watched(row, now)}


def _row(stage: Stage, minutes: int, since: datetime, entries: list[Entry], clock: Clock) -> Row:
    due = clock.after(since, minutes)
    met = (e.at for e in entries if e.state and stage in REACHED.get(e.state, frozenset()))
    void = (e.at for e in entries if e.state in NOTHING_OWED)
    return {
        "stage": stage,
        "minutes": minutes,
        "began_at": since,
        "first_due_at": due,
        "due_at": due,
        "warn_at": clock.after(since, int(minutes * WARN_AT)),
        "met_at": next(met, None),
        "void_at": next(void, None),
    }


def _watched(row: Row, now: datetime) -> Row:
    """Who was warned and told: the worker has looked each minute."""
    settled = row["met_at"] or row["void_at"] or now
    warned = row["warn_at"] if row["warn_at"] < settled else None
    missed = row["due_at"] if row["due_at"] < settled else None
    return {"warned_at": warned, "escalated_at": missed, "told_at": warned if missed else None}
