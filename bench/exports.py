"""How quickly lists go out as files, beside the plainest ways: `python -m bench.exports`.

An estate of 200,000 units and 25,000 rooms in the embedded database. Each figure comes from a
process of its own, with the most memory that process ever held; seconds of the processor count less
of other work on the machine. "plain" writes the same columns of the same rows by `csv.writer` and
one query through the driver: no guard against formulas, no local time, no order of the page, and a
lock held until the last row is written. "held" fetches all rows before it writes the first.
"""

import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import MultiDict

from app import create_app
from app.database import reading
from app.exports.cobie.book import House
from app.exports.lists import Asked, write
from app.settings import Settings
from app.sqlite import sqlite3
from bench.estate import UNITS, fill

ROOMS = 25_000
AGAIN = (sys.executable, "-m", "bench.exports")
WAYS = ("plain", "held", "csv", "json", "xlsx", "cobie.zip")

ALL_UNITS = """
SELECT site.name, building.name, floor.label, room.name, equipment_type.slug, maker, model_number,
       equipment.name, asset_tag, serial_number, installed_on, equipment.source,
       equipment.external_id, equipment.retired_at, equipment.condition
FROM equipment JOIN room ON room.id = room_id JOIN building ON building.id = room.building_id
     JOIN site ON site.id = site_id LEFT JOIN floor ON floor.id = floor_id
     JOIN equipment_model ON equipment_model.id = model_id
     JOIN equipment_type ON equipment_type.id = type_id
WHERE equipment.retired_at IS NULL
"""


def plain(folder: Path, out: Path, *, held: bool) -> int:
    """The rows of the units by the driver alone."""
    database = sqlite3.connect(folder / "roomworthy.db")
    rows = database.execute(ALL_UNITS)
    with out.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(rows.fetchall() if held else rows)
    database.close()
    return ROOMS * UNITS


def ours(app: Flask, ending: str, out: Path) -> int:
    """The list of equipment as its page sends it, and with COBie the rooms."""
    house = House("https://rooms.example.edu", "Example University")
    asked = Asked(MultiDict(), datetime.now(UTC), house)
    with app.app_context(), reading(), out.open("w+b") as file:
        return write("equipment", ending, asked, file)


def measure(way: str, folder: Path) -> None:
    """Print the figures of one way, measured in this process."""
    app = None if way in {"plain", "held"} else create_app(Settings(data=folder))
    out = folder / f"out.{way}"
    began, busy = time.perf_counter(), time.process_time()
    rows = ours(app, way, out) if app else plain(folder, out, held=way == "held")
    told = {
        "way": way,
        "rows": rows,
        "seconds": time.perf_counter() - began,
        "busy": time.process_time() - busy,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "size": out.stat().st_size / 1e6,
    }
    sys.stdout.write(json.dumps(told))


def main() -> None:
    """Measure all ways, one after the other, on one estate."""
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([*AGAIN, "fill", name], check=True)
        line = "{:<10} {:>9} {:>8} {:>8} {:>9} {:>8} {:>8}"
        out = io.StringIO()
        heads = ("as", "rows", "seconds", "of CPU", "rows/s", "peak MB", "file MB")
        print(line.format(*heads), file=out)
        for way in WAYS:
            done = subprocess.run([*AGAIN, way, name], capture_output=True, text=True, check=True)
            told = json.loads(done.stdout.splitlines()[-1])
            print(
                line.format(
                    way,
                    f"{told['rows']:,}",
                    f"{told['seconds']:.1f}",
                    f"{told['busy']:.1f}",
                    f"{told['rows'] / told['seconds']:,.0f}",
                    f"{told['peak']:.0f}",
                    f"{told['size']:.1f}",
                ),
                file=out,
            )
        sys.stdout.write(out.getvalue())


if __name__ == "__main__":
    if sys.argv[1:2] == ["fill"]:
        fill(Path(sys.argv[2]), ROOMS)
    elif len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
