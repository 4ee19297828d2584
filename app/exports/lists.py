"""Which lists go out, as which files, and what an address may ask of each, as on its own page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.access import Audience
from app.checks import listing as checks
from app.checks.past import listing as past
from app.codes import listing as codes
from app.equipment import listing as equipment
from app.equipment.beside import listing as beside
from app.equipment.stock import queries as stocks
from app.errors import Refusal
from app.exports import queries, tables
from app.exports.cobie import workbooks
from app.exports.cobie.book import House
from app.exports.past_work import past_work
from app.exports.tables import Table
from app.exports.writing import write_csv, write_json, write_xlsx
from app.faults.queue import queries as faults
from app.places import listing as places


@dataclass(frozen=True)
class Asked:
    """What is asked of a list: its filters, by whom and when, and whose list it is.

    `person_id` is None, and `names` True, on the command line.
    """

    filters: MultiDict[str, str]
    at: datetime
    house: House
    person_id: int | None = None
    names: bool = True
    zone: tzinfo = UTC


@dataclass(frozen=True)
class Listed:
    """A list that goes out: for whom, which filters it takes, as which files, and its rows."""

    audience: Audience
    filters: tuple[str, ...]
    table: Callable[[Asked], Table]
    rooms_and_units: Callable[[Asked], tuple[Sequence[int], Sequence[int]]] | None = None

    @property
    def endings(self) -> tuple[str, ...]:
        """How the names of its files may end."""
        return (*COBIE, *TABLES) if self.rooms_and_units else ("csv", "xlsx")


def _room_keys(asked: Asked) -> Sequence[int]:
    return places.keys(places.wanted_rooms(asked.filters), at=asked.at)


def _unit_keys(asked: Asked) -> Sequence[int]:
    return equipment.keys(equipment.wanted_units(asked.filters))


def _with_units(asked: Asked) -> tuple[Sequence[int], Sequence[int]]:
    rooms = _in_use(_room_keys(asked), retired=places.wanted_rooms(asked.filters).retired)
    return rooms, queries.units_in(rooms)


def _with_rooms(asked: Asked) -> tuple[Sequence[int], Sequence[int]]:
    units = _in_use(_unit_keys(asked), retired=equipment.wanted_units(asked.filters).retired)
    return queries.rooms_of(units), units


def _in_use(keys: Sequence[int], *, retired: bool) -> Sequence[int]:
    if retired:
        raise Refusal(_("COBie tells of what is in use. Choose that, or another kind of file."))
    return keys


def _checks(asked: Asked) -> Table:
    wanted, problem = checks.asked_for(asked.filters)
    if problem:
        raise Refusal(problem)
    return tables.checks(checks.keys(wanted), names=asked.names)


def _past_work(asked: Asked) -> Table:
    return past_work(past.keys(past.wanted_past(asked.filters)), names=asked.names)


def _vendors(asked: Asked) -> Table:
    return tables.vendors(beside.vendor_keys(beside.wanted_words(asked.filters)))


def _spares(asked: Asked) -> Table:
    return tables.spares(beside.spare_keys(beside.wanted_words(asked.filters)))


def _stock(asked: Asked) -> Table:
    return tables.stock(stocks.keys(stocks.wanted_stocks(asked.filters)), asked.zone)


def _faults(asked: Asked) -> Table:
    wanted, today = faults.wanted_faults(asked.filters), asked.at.astimezone(asked.zone).date()
    keys = faults.keys(wanted, asked.person_id, today=today)
    return tables.faults(keys, names=asked.names)


def _tags(asked: Asked) -> Table:
    wanted = codes.wanted_tags(asked.filters)
    return tables.tags(codes.keys(wanted, asked.house.address, at=asked.at))


def _orders(asked: Asked) -> Table:
    return tables.orders(queries.order_keys(), asked.zone)


LISTS: Mapping[str, Listed] = {
    "rooms": Listed(
        Audience.STAFF,
        ("q", "building", "floor", "zone", "criticality", "use", "sort"),
        lambda asked: tables.rooms(_room_keys(asked)),
        _with_units,
    ),
    "equipment": Listed(
        Audience.STAFF,
        ("q", "type", "building", "room", "vendor", "system", "condition", "sort"),
        lambda asked: tables.equipment(_unit_keys(asked)),
        _with_rooms,
    ),
    "checks": Listed(Audience.STAFF, ("building", "person", "result", "since", "until"), _checks),
    "past_work": Listed(Audience.STAFF, ("q", "building", "room", "unit", "kind"), _past_work),
    "vendors": Listed(Audience.STAFF, ("q",), _vendors),
    "spares": Listed(Audience.STAFF, ("q",), _spares),
    "stock": Listed(Audience.STAFF, ("q", "site", "short"), _stock),
    "faults": Listed(Audience.STAFF, ("q", "state", "who", "kind", "building"), _faults),
    "tags": Listed(Audience.MANAGER, ("q", "which"), _tags),
    "orders": Listed(Audience.MANAGER, (), _orders),
}

TABLES = {"csv": write_csv, "xlsx": write_xlsx, "json": write_json}
COBIE = {"cobie.xlsx": workbooks.write_one, "cobie.zip": workbooks.write_all}


def write(name: str, ending: str, asked: Asked, out: BinaryIO) -> int:
    """Write the list to `out` as the file of that ending; how many rows it has.

    Of COBie, these are rooms and units. Raises Refusal where it can't be such a file.
    """
    listed = LISTS[name]
    if ending in TABLES:
        return TABLES[ending](listed.table(asked), out)
    assert listed.rooms_and_units is not None  # noqa: S101 - said to the type checker
    rooms, units = listed.rooms_and_units(asked)
    return COBIE[ending](rooms, units, asked.house, asked.at, out)
