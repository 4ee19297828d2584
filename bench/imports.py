"""How quickly lists come in, beside the plainest way: `python -m bench.imports`.

Lists of units with their rooms, eight in each, into an empty installation. "plain" is
`csv.DictReader` and inserts by the driver into the same tables, with the same durability: it checks
nothing, compares with nothing, says nothing of any line, and can't be taken back. Ours is the whole
import: read, recognise, compare, tell each line, store, remember. "again" brings the same file a
second time, "newer" one in which each tenth line says something else, "xlsx" the first as a
workbook. Each figure comes from a process of its own, with the most memory that it and the process
that unpacks its workbook held at the same moment: both are looked at 50 times a second.
"""

import csv
import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter
from flask_migrate import upgrade

from app import create_app
from app.equipment.seeds import plant_types
from app.extensions import db
from app.imports.applying import service
from app.imports.preparing import Choices, prepare
from app.settings import Settings
from app.sqlite import sqlite3

SIZES = (1_000, 20_000, 200_000)
UNITS, ROOMS_A_BUILDING = 8, 500
AGAIN = (sys.executable, "-m", "bench.imports")
WAYS = ("plain", "csv", "again", "newer", "xlsx")
HEADER = (
    *("Building", "Floor", "Room", "Type", "Maker", "Model"),
    *("Name", "Asset tag", "Serial number", "Installed on"),
)
CHOICES = Choices(site="Campus", phone="5555", source="bench")


def rows(number: int, *, newer: bool = False) -> Iterator[tuple[str, ...]]:
    """Units of rooms in order; in a newer list each tenth has another serial number."""
    for each in range(number):
        room, unit = divmod(each, UNITS)
        building = room // ROOMS_A_BUILDING
        changed = "-B" if newer and each % 10 == 0 else ""
        yield (
            *(f"Hall {building}", str(room % 5), f"{building}.{room % ROOMS_A_BUILDING:03}"),
            *("Projector", "Lumora", f"LX-{each % 40}", f"Projector {unit + 1}"),
            *(f"T{each:06}", f"SN{each * 7919:09}{changed}", f"20{each % 20 + 5:02}-03-02"),
        )


def write(folder: Path, number: int) -> None:
    """Writes the files of that many rows, and an empty installation to bring them into."""
    for name, newer in (("csv", False), ("newer", True)):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerows((HEADER, *rows(number, newer=newer)))
    workbook = xlsxwriter.Workbook(folder / "xlsx.xlsx", {"constant_memory": True})
    sheet = workbook.add_worksheet("Equipment")
    for line, cells in enumerate((HEADER, *rows(number))):
        sheet.write_row(line, 0, cells)
    workbook.close()
    with create_app(Settings(data=folder / "empty", cookie_secure=False)).app_context():
        upgrade()
        plant_types()
        db.session.commit()
        db.engine.dispose()


def plain(folder: Path, file: Path) -> int:
    """The rows of the file by the driver alone, in one transaction."""
    database = sqlite3.connect(folder / "roomworthy.db")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("PRAGMA foreign_keys=ON")
    with file.open(newline="") as opened, database:
        found = _insert(database, csv.DictReader(opened))
    database.close()
    return found


def _insert(database: sqlite3.Connection, found: Iterable[dict[str, str]]) -> int:
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    kind = database.execute("SELECT id FROM equipment_type WHERE slug = 'projector'").fetchone()
    database.execute("INSERT INTO support_calendar VALUES (1, 'Campus', '5555', 'UTC')")
    database.execute("INSERT INTO site (id, name, support_calendar_id) VALUES (1, 'Campus', 1)")
    buildings, floors, places, models = (_Numbers() for _ in range(4))
    units = [
        (
            places.of(
                *(buildings.of(each["Building"]), each["Room"]),
                floors.of(buildings.of(each["Building"]), each["Floor"]),
            ),
            models.of(each["Maker"], each["Model"]),
            *(each[name] for name in HEADER[6:]),
            now,
        )
        for each in found
    ]
    _many(database, "building (id, name, site_id)", buildings.rows(1))
    _many(database, "floor (id, building_id, label, position)", floors.rows(0))
    _many(
        database,
        "room (id, building_id, name, floor_id, description, criticality, version, created_at)",
        places.rows("", "B", 1, now),
    )
    _many(database, "equipment_model (id, maker, model_number, type_id)", models.rows(*kind))
    _many(
        database,
        "equipment (room_id, model_id, name, asset_tag, serial_number, installed_on, created_at,"
        " note, condition)",
        ((*each, "", "up") for each in units),
    )
    return len(units)


class _Numbers:
    """Keys of rows, each counted once."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._next = count(1)

    def of(self, *key: Any) -> int:
        """The number of the key."""
        return self._numbers.get(key) or self._numbers.setdefault(key, next(self._next))

    def rows(self, *more: Any) -> Iterator[tuple[Any, ...]]:
        """A row of each: number, key, and what is the same for all."""
        for key, number in self._numbers.items():
            yield number, *key, *more


def _many(database: sqlite3.Connection, into: str, found: Iterable[tuple[Any, ...]]) -> None:
    places = ", ".join("?" * (into.count(",") + 1))
    database.executemany(f"INSERT INTO {into} VALUES ({places})", found)  # noqa: S608 - our own


def ours(file: Path) -> int:
    """The whole import of the file."""
    made = prepare(file.read_bytes(), file.name, CHOICES)
    if made.plan is None or made.origin is None:
        raise SystemExit(str(made.refused))
    if made.plan.changes_something:
        service.apply(made.plan, made.origin, at=datetime.now(UTC), timezone="UTC")
    db.session.commit()
    sys.stderr.write(f"{file.name}: {made.plan.counts}\n")
    return made.plan.read


def measure(way: str, folder: Path) -> None:
    """Print the figures of one way, measured in this process."""
    file = folder / {"newer": "newer.csv", "xlsx": "xlsx.xlsx"}.get(way, "csv.csv")
    data = folder / ("csv" if way in {"again", "newer"} else way)
    if not data.exists():
        shutil.copytree(folder / "empty", data)
    app = None if way == "plain" else create_app(Settings(data=data))
    began, busy = time.perf_counter(), time.process_time()
    if app:
        with app.app_context():
            number = ours(file)
    else:
        number = plain(data, file)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    own, apart = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told = {
        "rows": number,
        "seconds": seconds,
        "busy": busy + apart.ru_utime + apart.ru_stime,
        "peak": max(own.ru_maxrss, apart.ru_maxrss) / 1024,  # of one of them alone
    }
    sys.stdout.write(json.dumps(told))


def watched(*words: str) -> dict[str, Any]:
    """What a process says of itself; `peak` is the most that it and its children held together."""
    peak = 0.0
    with subprocess.Popen([*AGAIN, *words], stdout=subprocess.PIPE) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_held, _family(process.pid))))
            time.sleep(1 / 50)
        out = process.stdout.read() if process.stdout else b""
    told: dict[str, Any] = json.loads(out.splitlines()[-1])
    return told | {"peak": max(peak, told["peak"])}


def _family(process: int) -> Iterator[int]:
    """The process and those that it began, as far as they are still there."""
    yield process
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            parent = (each / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == process:
                yield int(each.name)


def _held(process: int) -> float:
    """How many MB of memory a process holds; none where it is gone."""
    with suppress(OSError, IndexError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 2**20
    return 0.0


def main(sizes: Iterable[int] = SIZES) -> None:
    """Measure all ways at each size, one after the other."""
    line = "{:<8} {:>9} {:>8} {:>8} {:>9} {:>9} {:>8}"
    out = io.StringIO()
    print(line.format("as", "rows", "seconds", "of CPU", "rows/s", "of plain", "peak MB"), file=out)
    for number in sizes:
        with tempfile.TemporaryDirectory() as name:
            subprocess.run([*AGAIN, "write", name, str(number)], check=True)
            rival = 0.0
            for way in WAYS:
                told = watched(way, name)
                quick = told["rows"] / told["seconds"]
                rival = rival or quick
                figures = (f"{quick:,.0f}", f"{quick / rival:.0%}", f"{told['peak']:.0f}")
                times = (f"{told['seconds']:.1f}", f"{told['busy']:.1f}")
                print(line.format(way, f"{told['rows']:,}", *times, *figures), file=out)
    sys.stdout.write(out.getvalue())


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
