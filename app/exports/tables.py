"""The rows of each list as plain columns, named as `imports` knows them by itself.

The names are data, so they are the same in every language. Moments are in the room's local time.
People's names stand in it for managers alone: the pages show technicians one name beside one check,
but no table of who did what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from app.checks.models import Grade
from app.codes.code import grouped
from app.exports import queries
from app.exports import queries_beside as beside
from app.exports.queries import Line
from app.places.models import CHECK_EVERY

Cell = str | int | date | datetime | None
Zones = dict[int, ZoneInfo]

PLACE = ("site", "building", "floor", "room")
CONTRACT = ("hours", "contract", "contract_until")
KEYS = ("external_source", "external_id", "retired_on")


@dataclass(frozen=True)
class Table:
    """A list: its name, the names of its columns, its rows, and how many there are at most."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Sequence[Cell]]
    total: int


def rooms(keys: Sequence[int]) -> Table:
    """Rooms, and when they were checked and have to be."""
    zones = queries.zones()
    columns = (*PLACE, "description", "criticality", *KEYS, "last_checked_at", "check_due_on")
    return Table("rooms", columns, (_room(line, zones) for line in queries.rooms(keys)), len(keys))


def _room(line: Line, zones: Zones) -> Sequence[Cell]:
    zone = zones[line.calendar]
    since = (line.last_checked_at or line.created_at).astimezone(zone)
    return (
        *_place(line),
        line.description,
        line.criticality.value,
        *_keys(line, zone),
        _local(line.last_checked_at, zone),
        (since + CHECK_EVERY[line.criticality]).date(),
    )


def _place(line: Line) -> Sequence[Cell]:
    return line.site, line.building, line.floor, line.room


def _keys(line: Line, zone: tzinfo) -> Sequence[Cell]:
    retired_on = line.retired_at.astimezone(zone).date() if line.retired_at else None
    return line.source, line.external_id, retired_on


def _local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def equipment(keys: Sequence[int]) -> Table:
    """Units with their models and places."""
    zones = queries.zones()
    columns = (
        *PLACE,
        *("equipment_type", "maker", "model_number", "name", "asset_tag", "serial_number"),
        *("installed_on", *KEYS, "condition"),
        *("purchased_on", "warranty_until", "vendor", "note"),
    )
    rows = (_unit(line, zones) for line in queries.units(keys))
    return Table("equipment", columns, rows, len(keys))


def _unit(line: Line, zones: Zones) -> Sequence[Cell]:
    return (
        *_place(line),
        *(line.equipment_type, line.maker, line.model_number),
        *(line.name, line.asset_tag, line.serial_number, line.installed_on),
        *_keys(line, zones[line.calendar]),
        line.condition.value,
        *(line.purchased_on, line.warranty_until, line.vendor, line.note),
    )


def vendors(keys: Sequence[int]) -> Table:
    """Vendors, and how to reach them."""
    columns = ("vendor", "email", "phone", "address", *CONTRACT, "note")
    rows = (
        (
            *(line.name, line.email, line.phone, line.address),
            *(line.hours, line.contract, line.contract_until, line.note),
        )
        for line in beside.vendors(keys)
    )
    return Table("vendors", columns, rows, len(keys))


def spares(keys: Sequence[int]) -> Table:
    """Spares with the models that they are for."""
    columns = (
        *("spare", "equipment_type", "maker", "model_number"),
        *("part_number", "set_number", "category", "vendor", "note"),
    )
    rows = (
        (
            *(line.name, line.equipment_type, line.maker, line.model_number),
            *(line.part_number, line.set_number, line.category, line.vendor, line.note),
        )
        for line in beside.spares(keys)
    )
    return Table("spares", columns, rows, len(keys))


def stock(keys: Sequence[int], zone: tzinfo) -> Table:
    """What each site has of its spares, and what is to be ordered; its days are of the zone."""
    columns = (
        *("spare", "equipment_type", "maker", "model_number", "part_number", "vendor"),
        *("site", "place", "count", "minimum", "to_order", "ordered_on"),
    )
    rows = (
        (
            *(line.name, line.equipment_type, line.maker, line.model_number),
            *(line.part_number, line.vendor, line.site, line.place, line.counted, line.minimum),
            *(max(line.minimum - line.counted, 0), _day(line.ordered_at, zone)),
        )
        for line in beside.stock(keys)
    )
    return Table("stock", columns, rows, len(keys))


def _day(moment: datetime | None, zone: tzinfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def checks(keys: Sequence[int], *, names: bool) -> Table:
    """Checks with how each was made, and which put which right; `names` says who made them."""
    zones, parts = queries.zones(), queries.parts_of(keys)
    columns = (
        *("check", *PLACE, "done_at", "received_at", "kind", "result", "reason"),
        *("evidence_grade", "evidence", "audited", "no_tag", "corrects", "corrected_by"),
        *("parts", *(["by"] * names)),
    )
    rows = (
        (
            line.id,
            *_place(line),
            _local(line.done_at, zones[line.calendar]),
            _local(line.received_at, zones[line.calendar]),
            *(line.scope.value, line.result.value, line.reason.value if line.reason else None),
            *(line.grade, Grade(line.grade).name.lower(), "yes" if line.audited else "no"),
            line.no_tag.value if line.no_tag else None,
            *(line.corrects_id, line.corrected_by, parts.get(line.id)),
            *([line.person] * names),
        )
        for line in queries.checks(keys)
    )
    return Table("checks", columns, rows, len(keys))


def faults(keys: Sequence[int], *, names: bool) -> Table:
    """Faults; `names` says who answers for them. No word of a reporter is in it."""
    zones = queries.zones()
    columns = (
        *("fault", *PLACE, "equipment", "asset_tag", "symptom", "failure_mode", "state", "effect"),
        *("told_by", "reported_at", "restore_by", "restored_at", "resolved_at", "reports"),
        *(["assignee"] * names),
    )
    rows = (_fault(line, zones, names=names) for line in queries.faults(keys))
    return Table("faults", columns, rows, len(keys))


def _fault(line: Line, zones: Zones, *, names: bool) -> Sequence[Cell]:
    moments = (line.reported_at, line.restore_by, line.restored_at, line.resolved_at)
    return (
        *(line.id, *_place(line), line.unit, line.asset_tag, line.symptom, line.failure_mode),
        *(line.state.value, line.effect.value, line.channel.value),
        *(_local(moment, zones[line.calendar]) for moment in moments),
        line.reports,
        *([line.assignee] * names),
    )


def tags(keys: Sequence[int]) -> Table:
    """Tags with what they stand for; where one stands for nothing yet, its days are UTC's."""
    zones = queries.zones()
    columns = (
        *("code", "state", *PLACE, "equipment", "asset_tag", "printed_address", "printed_at"),
        *("placed_at", "placed_by", "last_opened_on"),
    )
    rows = (_tag(line, zones.get(line.calendar, UTC)) for line in queries.tags(keys))
    return Table("tags", columns, rows, len(keys))


def _tag(line: Line, zone: tzinfo) -> Sequence[Cell]:
    return (
        *(grouped(line.code), line.state.value, *_place(line), line.unit, line.asset_tag),
        f"{line.address}/T/{line.code}" if line.address else None,
        *(_local(line.printed_at, zone), _local(line.placed_at, zone)),
        *(line.placed_by, line.scanned_on),
    )


def orders(keys: Sequence[int], zone: tzinfo) -> Table:
    """Orders of tags; their moments are in the zone given."""
    columns = (
        *("order", "ordered_at", "by", "tags", "design", "stock", "kind", "printer", "address"),
        *("trial", "state", "sheets", "codes_read_back"),
    )
    rows = (
        (
            *(line.id, _local(line.ordered_at, zone), line.person, line.tags),
            *(line.design_id, line.stock_id, line.kind.value, line.printer, line.address),
            *("yes" if line.trial else "no", line.state.value, line.pages, line.checked),
        )
        for line in queries.orders(keys)
    )
    return Table("orders", columns, rows, len(keys))
