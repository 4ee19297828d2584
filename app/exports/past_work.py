"""Past work of other systems as a list, named so that it comes in again as it went out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.checks.models import PastWork
from app.equipment.models import Equipment
from app.exports.queries import PLACE, Line, each_of, placed
from app.exports.tables import Cell, Table


def past_work(keys: Sequence[int], *, names: bool) -> Table:
    """Past work; `names` says who did it, as the other system told."""
    wanted = select(
        PastWork.id,
        *PLACE,
        Equipment.name.label("unit"),
        Equipment.asset_tag,
        Equipment.external_id.label("unit_id"),
        PastWork.done_on,
        PastWork.kind,
        PastWork.result,
        PastWork.words,
        PastWork.who,
        PastWork.readings,
        PastWork.source,
        PastWork.external_id,
    )
    wanted = wanted.select_from(PastWork).outerjoin(PastWork.equipment).join(PastWork.room)
    columns = (
        *("site", "building", "floor", "room", "unit_name", "asset_tag", "unit_id", "done_on"),
        *("work_kind", "result", "words", *(["who"] * names), "readings"),
        *("external_source", "external_id"),
    )
    rows = (_row(line, names=names) for line in each_of(placed(wanted), PastWork.id, keys))
    return Table("past_work", columns, rows, len(keys))


def _row(line: Line, *, names: bool) -> Sequence[Cell]:
    return (
        *(line.site, line.building, line.floor, line.room),
        *(line.unit, line.asset_tag, line.unit_id, line.done_on, line.kind.value),
        *(line.result.value if line.result else None, line.words, *([line.who] * names)),
        "; ".join(f"{each['name']}: {each['value']}" for each in line.readings),
        *(line.source, line.external_id),
    )
