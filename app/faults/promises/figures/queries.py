"""The promises of a span, with when whoever waited first heard that one would slip."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select

from app.extensions import db
from app.faults.models import Fault, Pause, Promise, PromiseMove
from app.faults.promises.figures.counting import Given


def given(since: datetime) -> Sequence[Given]:
    """What was promised for a moment since then; what is void is left out."""
    first_move = (
        select(PromiseMove.told_at)
        .where(PromiseMove.promise_id == Promise.id)
        .order_by(PromiseMove.id)
        .limit(1)
        .scalar_subquery()
    )
    had_to_wait = (
        select(func.min(Pause.began_at))
        .where(
            Pause.fault_id == Promise.fault_id,
            Pause.began_at >= Promise.began_at,
            Pause.began_at < Promise.first_due_at,
        )
        .scalar_subquery()
    )
    told = case(
        (had_to_wait.is_not(None), had_to_wait),
        (first_move.is_not(None), first_move),
        else_=Promise.told_at,
    )
    rows = db.session.execute(
        select(Fault.priority, Promise.stage, Promise.first_due_at, Promise.met_at, told)
        .join(Promise.fault)
        .where(Promise.first_due_at >= since, Promise.void_at.is_(None))
    )
    return [Given(*row) for row in rows]
