"""How many checks a second are taken in, beside bare inserts: `python -m bench.checks`.

Needs `wrk` (a Debian package). A check is what a phone sends: one visit, six units that are fine,
a note of its own, in one of 1,000 rooms at random. "ours" is the real address with its session,
token and answer, served by granian with two workers; `wrk` sends from 1, 8 and 32 connections.
"bare" is what any program has to do at least: the same rows of visit and findings, and the room's
last check, by the driver alone from as many threads, each check a transaction of its own. Both wait
for the disk at each commit: SQLite with `synchronous=FULL` and the journal that ours has,
PostgreSQL with `fsync`. Bare knows no person, no due work, no faults, no repeats and no HTTP.
"""

import argparse
import contextlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import select
from sqlalchemy.engine import make_url

from app import create_app
from app.database import wal_is_safe
from app.extensions import db
from app.people.models import Person
from app.settings import Settings
from app.sqlite import sqlite3
from bench.estate import UNITS, fill
from bench.serving import serving
from tests import databases
from tests.sign_ins import enter

ROOMS, FOUND = 1_000, 6
CLIENTS = (1, 8, 32)

PHONE = """
local count = 0
math.randomseed(os.time())
local findings = '{"unit":%%d,"result":"pass"}'
request = function()
  count = count + 1
  local room, parts = math.random(%(rooms)d), {}
  for n = 1, %(found)d do
    parts[n] = string.format(findings, (room - 1) * %(units)d + n)
  end
  local key = string.format("%%08x-0000-4000-8000-%%012x", math.random(0, 2^31 - 1), count)
  local body = string.format('{"key":"%%s","note":"%%s","room":%%d,"person":1,' ..
    '"scope":"room_check","done":1772539200000,"sent":1772539800000,"findings":[%%s]}',
    key, key, room, table.concat(parts, ","))
  return wrk.format("POST", "/sync/checks", {["Content-Type"] = "application/json",
    ["Cookie"] = "session=%(cookie)s", ["X-CSRFToken"] = "%(token)s"}, body)
end
"""

VISIT = (
    'INSERT INTO "check" (room_id, person_id, scope, result, note, done_at, received_at, key,'
    " body_hash, grade, is_offline, clock_off)"
    " VALUES (?, 1, 'room_check', 'pass', ?, ?, ?, ?, ?, 0, ?, 0) RETURNING id"
)
FINDING = (
    "INSERT INTO finding (check_id, equipment_id, item_text, result, unit, answer, note)"
    " VALUES (?, ?, '', 'pass', '', '', '')"
)
ROOM = (
    "UPDATE room SET version = version + 1, last_checked_at = ?, last_checked_grade = 0"
    " WHERE id = ?"
)


def signed_in(folder: Path, database_url: str) -> tuple[str, str]:
    """A cookie by which the server knows the technician, and the token for what is sent."""
    app = create_app(Settings(data=folder, database_url=database_url, cookie_secure=False))
    client = app.test_client()
    with app.app_context():
        enter(client, db.session.scalars(select(Person)).one())
        db.engine.dispose()
    answer = client.get("/sync/session")
    cookie = client.get_cookie("session")
    assert cookie
    assert answer.json
    return cookie.value, str(answer.json["token"])


def ours(address: str, script: Path, clients: int, seconds: int) -> tuple[float, float]:
    """Checks a second through the real address, and the 99th percentile in milliseconds."""
    ran = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--latency", "-s", str(script), address],
        capture_output=True,
        text=True,
        check=True,
    )
    if wrong := re.search(r"Non-2xx or 3xx responses: (\d+)", ran.stdout):
        raise SystemExit(f"{wrong[1]} checks were refused")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", ran.stdout)
    assert rate, ran.stdout
    assert slow, ran.stdout
    return float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1, "s": 1000}[slow[2]]


def bare(url: str, clients: int, seconds: int) -> tuple[float, float]:
    """The same of bare inserts, from so many threads."""
    until = time.perf_counter() + seconds

    def client(_number: int) -> list[float]:
        spans = []
        with _inserting(url) as insert:
            while (begun := time.perf_counter()) < until:
                insert(random.randrange(ROOMS) + 1)  # noqa: S311 - no secret
                spans.append(time.perf_counter() - begun)
        return spans

    with ThreadPoolExecutor(clients) as pool:
        spans = sorted(span for each in pool.map(client, range(clients)) for span in each)
    return len(spans) / seconds, spans[int(len(spans) * 0.99)] * 1000


@contextlib.contextmanager
def _inserting(url: str) -> Iterator[Callable[[int], None]]:
    """What inserts one check in a transaction of its own, on a connection of its own."""
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as own:
            journal = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "TRUNCATE"
            for pragma in (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON"):
                own.execute(f"PRAGMA {pragma}").close()
            yield lambda room: _insert(own, room, "BEGIN IMMEDIATE", "?")
        return
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as other:
        yield lambda room: _insert(other, room, "BEGIN", "%s")


def _insert(connection: Any, room: int, begin: str, mark: str) -> None:
    key, now = str(uuid4()), datetime.now(UTC)
    at = now.strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if mark == "?" else "+00")
    cursor = connection.cursor()
    cursor.execute(begin)
    values = (room, key, at, at, key, "0" * 64, True)
    check = cursor.execute(VISIT.replace("?", mark), values).fetchone()[0]
    units = [(check, (room - 1) * UNITS + n + 1) for n in range(FOUND)]
    cursor.executemany(FINDING.replace("?", mark), units)
    cursor.execute(ROOM.replace("?", mark), (at, room))
    cursor.execute("COMMIT")


def measure(name: str, database_url: str, seconds: int) -> None:
    """Print the figures for one engine."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        url = database_url or f"sqlite:///{folder / 'roomworthy.db'}"
        fill(folder, ROOMS, url)
        cookie, token = signed_in(folder, url)
        script = folder / "phone.lua"
        said = {"rooms": ROOMS, "found": FOUND, "units": UNITS, "cookie": cookie, "token": token}
        script.write_text(PHONE % said)
        with serving("wsgi:app", folder, database_url=url) as address:
            ours(address, script, 2, 1)
            found = {clients: ours(address, script, clients, seconds) for clients in CLIENTS}
        for clients, (rate, slow) in found.items():
            least, slowest = bare(url, clients, seconds)
            print(
                f"{name:<11}{clients:>7}{rate:>9,.0f}/s{slow:>8,.0f} ms"
                f"{least:>9,.0f}/s{slowest:>8,.0f} ms{rate / least:>8.2f} x",
                flush=True,
            )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="Checks taken in per second.")
    parser.add_argument("--seconds", type=int, default=5)
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    print(f"{'engine':<11}{'clients':>7}{'ours':>11}{'p99':>11}{'bare':>11}{'p99':>11}{'':>10}")
    measure("SQLite", "", asked.seconds)
    with databases.postgresql(hasty=False) as server:
        measure("PostgreSQL", databases.new_database(server, "bench"), asked.seconds)


if __name__ == "__main__":
    main()
