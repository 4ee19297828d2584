"""Past work that is known here, as far as a list may mean it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import or_, select

from app.checks.models import PastWork
from app.extensions import db
from app.imports.meaning.records import Record
from app.imports.meaning.work.rows import PastRow
from app.imports.planning.estate import Room, Thing, Unit


def past_of(
    records: Sequence[Record],
    rooms: Mapping[int | None, Room],
    units: Mapping[int | None, Unit],
    source: str,
) -> Iterator[Thing]:
    """The past work of the list's sources, and all that was done on its days and has no number."""
    rows = [each for each in records if isinstance(each, PastRow)]
    if not rows:
        return
    sources = {source, *(each.external_source for each in rows if each.external_source)}
    days = [each.done_on for each in rows if not each.external_id]
    on_days = PastWork.external_id.is_(None) & PastWork.done_on.between(
        min(days, default=None), max(days, default=None)
    )
    of_source = PastWork.source.in_(sources) & PastWork.external_id.is_not(None)
    wanted = select(*PastWork.__table__.c).where(or_(of_source, on_days) if days else of_source)
    for each in db.session.execute(wanted.order_by(PastWork.id)):
        values = {
            "room": rooms[each.room_id],
            "equipment": units.get(each.equipment_id),
            "kind": each.kind.value,
            "done_on": each.done_on,
            "result": each.result.value if each.result else None,
            "words": each.words,
            "who": each.who,
            "readings": each.readings,
            "source": each.source,
            "external_id": each.external_id,
        }
        yield Thing("past", each.words, values, id=each.id)
