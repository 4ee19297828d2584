"""How quickly due work is computed, beside a plain loop: `python -m bench.due`.

Rooms with a unit each that five job plans are for, 40 holidays, terms, and ten checks behind each,
half of them services. "plain" reads the same rows with two queries, asks python-dateutil for the
next date of each row by itself, looks for a working day, and inserts by the driver. Ours is the
whole recompute, committed 500 rooms at a time: "first" into an empty table, "night" again when all
is right already. "look" is what the worker does each minute where nothing changed, "room" is what a
check adds: one room made anew. Each figure comes from a process of its own, with the most memory
that it ever held; the plain loop is asked for fewer rooms, as it takes so long for each.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dateutil.rrule import rrulestr
from sqlalchemy import text

from app import create_app
from app.checks.due import service
from app.checks.jobs import make_anew
from app.checks.models import JobPlan, Scope
from app.database import reading
from app.extensions import db
from app.places.models import Holiday, Term
from app.settings import Settings
from app.sqlite import sqlite3
from bench.estate import UNITS, fill

SIZES = (5_000, 50_000)
PLAIN_ROOMS = 5_000
ONE_BY_ONE = 200
AGAIN = (sys.executable, "-m", "bench.due")
RULES = {
    "Fortnight": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
    "Month": "FREQ=MONTHLY;BYMONTHDAY=1",
    "Quarter": "FREQ=MONTHLY;INTERVAL=3",
    "Half": "FREQ=MONTHLY;INTERVAL=6;BYDAY=1TU",
    "Year": "FREQ=YEARLY",
}
EARLIER = "strftime('%Y-%m-%d %H:%M:%S.000000', {}, '-' || (room_id * {}) || ' days')"
SPREAD = (
    f"UPDATE equipment SET retired_at = created_at WHERE id % {UNITS} != 1",  # noqa: S608
    f"UPDATE equipment SET created_at = {EARLIER.format('created_at', '7919 % 900')}",  # noqa: S608
    "UPDATE \"check\" SET scope = 'service' WHERE id % 2 = 0",
    f'UPDATE "check" SET done_at = {EARLIER.format("done_at", "104729 % 65")}',  # noqa: S608
    'UPDATE room SET last_checked_at = (SELECT max(done_at) FROM "check" WHERE room_id = room.id)',
)
"""Else all units came, and all checks were made, on the same days."""


def prepare(folder: Path, rooms: int) -> None:
    """An estate in the folder, with plans, holidays and terms, and nothing computed yet."""
    fill(folder, rooms)
    with create_app(Settings(data=folder, cookie_secure=False)).app_context():
        for name, rule in RULES.items():
            db.session.add(
                JobPlan(type_id=1, name=name, scope=Scope.SERVICE, rrule=rule, minutes=30)
            )
        this = datetime.now(UTC).year
        for n in range(40):
            day = date(this - 1 + n // 10, n % 10 + 2, 3 * (n % 10) + 1)
            db.session.add(Holiday(site_id=1, day=day, name="Rest"))
        for year in range(this - 2, this + 3):
            db.session.add(
                Term(site_id=1, name="Term", starts_on=date(year, 1, 7), ends_on=date(year, 6, 30))
            )
        for each in SPREAD:
            db.session.execute(text(each))
        db.session.commit()
        db.engine.dispose()


def plain(folder: Path) -> None:
    """Next dates by python-dateutil alone, row by row; none of our rules but working days."""
    database = sqlite3.connect(folder / "roomworthy.db")
    database.execute("PRAGMA synchronous=FULL")
    plans = database.execute("SELECT id, rrule, minutes FROM job_plan").fetchall()
    rest = {date.fromisoformat(row[0]) for row in database.execute("SELECT day FROM holiday")}
    units = database.execute(
        "SELECT equipment.id, equipment.room_id, equipment.created_at, max(done_at)"
        " FROM equipment LEFT JOIN finding ON equipment_id = equipment.id"
        ' LEFT JOIN "check" ON "check".id = check_id AND scope = \'service\''
        " WHERE retired_at IS NULL GROUP BY 1"
    )
    with database:
        for unit, room, came, done in units.fetchall():
            rows = [
                (room, plan, unit, _next(rule, came, done, rest), minutes)
                for plan, rule, minutes in plans
            ]
            database.executemany(
                "INSERT INTO due_work (room_id, plan_id, equipment_id, due_on, late_from, minutes,"
                " scope, statutory) VALUES (?, ?, ?, ?, '9999-12-31', ?, 'service', 0)",
                rows,
            )


def _next(rule: str, came: str, done: str | None, rest: set[date]) -> str:
    begins = datetime.fromisoformat(came[:10])
    found = rrulestr(rule, dtstart=begins).after(datetime.fromisoformat((done or came)[:10]))
    assert found
    day = found.date()
    while day.weekday() > 4 or day in rest:
        day += timedelta(days=1)
    return day.isoformat()


def recompute() -> None:
    """All rooms, as the worker does it."""
    make_anew(service.recompute(at=datetime.now(UTC)))


def look() -> None:
    """What the worker does each minute."""
    with reading():
        assert not service.is_any_stale(at=datetime.now(UTC))
    db.session.rollback()


def rooms_one_by_one() -> None:
    """Some rooms made anew, each in a transaction of its own."""
    for room in range(1, ONE_BY_ONE + 1):
        service.refresh([room])
        db.session.commit()


OURS: dict[str, Callable[[], None]] = {
    "first": recompute,
    "night": recompute,
    "look": look,
    "room": rooms_one_by_one,
}


def measure(way: str, folder: Path) -> None:
    """Do it one way; tell the seconds and the most megabytes."""
    with create_app(Settings(data=folder, cookie_secure=False)).app_context():
        db.session.execute(text("SELECT 1"))
        db.session.rollback()
        begun, worked = time.perf_counter(), time.process_time()
        if way == "plain":
            plain(folder)
        else:
            OURS[way]()
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        db.engine.dispose()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, worked, most]))


def main() -> None:
    """Measure all ways, each in a process of its own."""
    print(
        f"{'rooms':>7} {'way':>6} {'seconds':>9} {'of the processor':>17} {'MB':>6} {'rows/s':>9}"
    )
    for size in SIZES:
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home) / "estate"
            subprocess.run([*AGAIN, "prepare", str(folder), str(size)], check=True)
            for way in ("plain", *OURS) if size <= PLAIN_ROOMS else OURS:
                where = folder
                if way == "plain":
                    where = Path(home) / "plain"
                    shutil.copytree(folder, where)
                told = subprocess.run(
                    [*AGAIN, way, str(where)], check=True, capture_output=True, text=True
                ).stdout
                seconds, worked, most = json.loads(told.splitlines()[-1])
                done = ONE_BY_ONE if way == "room" else size
                rows = f"{done * len(RULES) / seconds:>9,.0f}" if way != "look" else f"{'':>9}"
                print(f"{size:>7,} {way:>6} {seconds:>9.2f} {worked:>17.2f} {most:>6.0f} {rows}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        prepare(Path(sys.argv[2]), int(sys.argv[3]))
    elif len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
