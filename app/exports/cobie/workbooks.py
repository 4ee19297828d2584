"""COBie workbooks of rooms and equipment in use: one of a building, or a ZIP with one of each.

COBie's sheets name no building, because a workbook tells of one: so there is no workbook of
several. Names stand once in their sheet, as the sheets join by them; what the house calls a room or
a unit stands beside, as RoomTag and Description.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from re import sub
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

import xlsxwriter
from flask_babel import gettext as _

from app.cells import clean
from app.errors import Refusal
from app.exports import queries
from app.exports.cobie.beside import add_beside
from app.exports.cobie.book import House, Workbook


def write_one(
    rooms: Sequence[int], units: Sequence[int], house: House, at: datetime, out: BinaryIO
) -> int:
    """Write the workbook of the one building in which all rooms are; how many rows are told.

    Refused where they are in several buildings, or in none.
    """
    buildings = _buildings(rooms)
    if len(buildings) > 1:
        raise Refusal(
            _("A COBie workbook tells of one building. Choose one, or take the ZIP of all.")
        )
    own_units = queries.by_building_of_units(units)
    ((building, own),) = buildings.items()
    return _written(own, own_units.get(building, []), house, at, out)


def write_all(
    rooms: Sequence[int], units: Sequence[int], house: House, at: datetime, out: BinaryIO
) -> int:
    """Write a ZIP with the workbook of each building; how many rows are told in all."""
    own_units = queries.by_building_of_units(units)
    buildings, told, names = _buildings(rooms), 0, Counter[str]()
    titles = queries.building_names(list(buildings))
    with ZipFile(out, "w", ZIP_STORED) as whole:
        for building, own in buildings.items():
            with tempfile.TemporaryFile() as file:
                told += _written(own, own_units.get(building, []), house, at, file)
                file.seek(0)
                with whole.open(_file(titles[building], names), "w", force_zip64=True) as entry:
                    while piece := file.read(1 << 20):
                        entry.write(piece)
    return told


def _buildings(rooms: Sequence[int]) -> dict[int, list[int]]:
    buildings = queries.by_building(rooms)
    if not buildings:
        raise Refusal(_("There is no room in use in this list: nothing to tell."))
    return buildings


def _file(building: str, seen: Counter[str]) -> str:
    """A file's name that every system takes; the second of a name is numbered."""
    plain = sub(r"[^\w .()-]+", "-", clean(building)).strip(" .-")[:80] or "building"
    seen[plain.casefold()] += 1
    again = seen[plain.casefold()]
    return f"{plain}.xlsx" if again == 1 else f"{plain} ({again}).xlsx"


def _written(
    rooms: Sequence[int], units: Sequence[int], house: House, at: datetime, out: BinaryIO
) -> int:
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        made = Workbook(book, house, at)
        for line in queries.rooms(rooms):
            made.add_space(line)
        for line in queries.units(units):
            made.add_component(line)
        add_beside(made)
        made.finish()
    return len(rooms) + len(units)
