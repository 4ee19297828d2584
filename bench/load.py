"""A busy campus for some minutes: `python -m bench.load --rooms 50000 --checks 20 --minutes 5`.

The real server with two processes a core and the worker beside it, as an installation runs them,
on an estate of so many rooms, each with so many checks. Meanwhile, on the same machine: scans of
tags at a steady pace (four of five among 200 rooms where something is going on, the others
anywhere), reports by their form (which is fetched, filled in and sent), and technicians who look at
their day and send a check, in turn, every ten seconds. What comes late is sent at once and counted
with the time that it waited: a stall can't hide.

Says of each kind how many, the errors, the median, the 99th percentile and the slowest, apart for
the first half minute, in which processes that have just started make each page for the first time;
of the server's processes, the memory in the first and in the last minute.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.equipment.models import Impact, Symptom
from app.extensions import db
from app.people.models import Person, Role
from app.settings import Settings
from bench.estate import UNITS, fill
from bench.serving import serving
from scripts.serve import THREADS
from tests.sign_ins import enter

HOT = 200
FOUND = 6
SCANNERS, REPORTERS = 16, 8
FIELD = re.compile(r'name="(key|csrf_token|unit)"[^>]*value="([^"]*)"')


@dataclass
class Figures:
    """What was asked, how long each took in seconds, and what went wrong."""

    spans: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)
    settled: float = 0.0
    """From this moment on; what began before is told apart."""

    def told(self, what: str, since: float, status: int, wanted: tuple[int, ...]) -> None:
        """One request ended."""
        with self.lock:
            self.spans[what if since >= self.settled else f"{what}, first"].append(
                time.perf_counter() - since
            )
            if status not in wanted:
                self.errors[f"{what} {status}"] += 1


class Line:
    """A connection that is kept, and made anew where it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: HTTPConnection | None = None

    def ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, text and the cookie that was set; status 0 where nobody answered."""
        try:
            self._line = self._line or HTTPConnection("127.0.0.1", self._port, timeout=60)
            self._line.request(method, path, body, headers or {})
            answer = self._line.getresponse()
            text = answer.read().decode(errors="replace")
            return answer.status, text, (answer.getheader("Set-Cookie") or "").partition(";")[0]
        except (OSError, HTTPException):
            self._line = None
            return 0, "", ""


@dataclass(frozen=True)
class Campus:
    """What the load needs to know: tags, technicians' cookies and tokens, the server's port."""

    codes: list[str]
    people: list[tuple[int, str, str]]
    port: int

    def code(self, chance: random.Random) -> str:
        """A tag, mostly of a room where something is going on."""
        return chance.choice(self.codes[:HOT] if chance.random() < 0.8 else self.codes)


def prepared(folder: Path, rooms: int, checks: int, people: int) -> Campus:
    """The estate, with technicians who have signed in."""
    codes = fill(folder, rooms, checks=checks)
    app = create_app(Settings(data=folder, cookie_secure=False))
    with app.app_context():
        labels = {"label": "Something else", "failure_mode": "OTH", "self_help": ""}
        db.session.add(Symptom(code="OTHER", impact=Impact.DEGRADED, **labels))
        for n in range(people):
            fields = {"email": f"p{n}@example.edu", "name": f"P{n}", "role": Role.TECHNICIAN}
            db.session.add(Person(**fields, fs_uniquifier=f"u{n}", created_at=datetime.now(UTC)))
        db.session.commit()
        db.engine.dispose()
    return Campus(codes, [_signed_in(app, f"u{n}") for n in range(people)], 0)


def _signed_in(app: Flask, name: str) -> tuple[int, str, str]:
    """The key of a person, the cookie of their session, and the token for what they send."""
    client = app.test_client()
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.fs_uniquifier == name)).one()
        enter(client, person)
        key = person.id
        db.session.remove()
    answer, cookie = client.get("/sync/session"), client.get_cookie("session")
    assert cookie
    assert answer.json
    return key, cookie.value, str(answer.json["token"])


def paced(each_second: float, until: float, offset: float) -> Iterator[float]:
    """The moments at which something is due, each given when it has come; late ones at once."""
    due = time.perf_counter() + offset / each_second
    while due < until and time.perf_counter() < until:
        time.sleep(max(0.0, due - time.perf_counter()))
        yield due
        due += 1 / each_second


def scan(campus: Campus, figures: Figures, moments: Iterator[float], seed: int) -> None:
    """Room users who scan a tag."""
    line, chance = Line(campus.port), random.Random(seed)  # noqa: S311 - no secret
    for since in moments:
        status, _text, _cookie = line.ask("GET", f"/t/{campus.code(chance)}")
        figures.told("scan", since, status, (200,))


def report(campus: Campus, figures: Figures, moments: Iterator[float], seed: int) -> None:
    """Room users who report something; from the tap to the promise."""
    line, chance = Line(campus.port), random.Random(seed)  # noqa: S311 - no secret
    for since in moments:
        path = f"/t/{chance.choice(campus.codes)}/report"
        status, text, cookie = line.ask("GET", f"{path}?unit=room")
        fields = dict(FIELD.findall(text)) | {
            "symptom": "OTHER",
            "note": f"n{since}",
            "unit": "room",
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        headers |= {"Sec-Fetch-Site": "same-origin", "Origin": f"http://127.0.0.1:{campus.port}"}
        if status == 200:
            status, _text, _cookie = line.ask("POST", path, urlencode(fields), headers)
        figures.told("report", since, status, (302, 303))


def work(campus: Campus, figures: Figures, moments: Iterator[float], seed: int) -> None:
    """A technician: a look at the day, then a check of six units."""
    line, chance = Line(campus.port), random.Random(seed)  # noqa: S311 - no secret
    person, cookie, token = campus.people[seed]
    headers = {"Cookie": f"session={cookie}", "X-CSRFToken": token}
    for turn, since in enumerate(moments):
        if turn % 2:
            status, _text, _cookie = line.ask("GET", "/today", None, headers)
            figures.told("today", since, status, (200,))
            continue
        room = chance.randrange(len(campus.codes))
        now = int(time.time() * 1000)
        found = [{"unit": room * UNITS + n + 1, "result": "pass"} for n in range(FOUND)]
        message = {"key": str(uuid4()), "note": "", "room": room + 1, "person": person}
        message |= {"scope": "room_check", "done": now - 60_000, "sent": now, "findings": found}
        said = headers | {"Content-Type": "application/json"}
        status, _text, _cookie = line.ask("POST", "/sync/checks", json.dumps(message), said)
        figures.told("check", since, status, (200,))


def memory(pids: list[int]) -> int:
    """Megabytes that these processes and their children have to themselves (PSS)."""
    total = 0
    for pid in pids:
        for child in _family(pid):
            try:
                rolled = Path(f"/proc/{child}/smaps_rollup").read_text()
            except OSError:
                continue
            total += int(re.findall(r"^Pss:\s+(\d+)", rolled, re.M)[0])
    return total // 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    path = Path(f"/proc/{pid}/task/{pid}/children")
    for child in path.read_text().split() if path.exists() else ():
        yield from _family(int(child))


@contextmanager
def worker(folder: Path) -> Iterator[int]:
    """The worker beside the server."""
    environment = os.environ | {"ROOMWORTHY_DATA": str(folder), "ROOMWORTHY_COOKIE_SECURE": "false"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    with (folder / "worker.log").open("w") as log:
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield running.pid
        finally:
            running.terminate()
            running.wait(timeout=60)


def threads(
    campus: Campus, figures: Figures, asked: argparse.Namespace, until: float
) -> list[Thread]:
    """Everybody, each with a pace and a beginning of their own."""
    kinds: list[tuple[Callable[..., None], int, float]] = [
        (scan, SCANNERS, asked.scans / SCANNERS),
        (report, REPORTERS, asked.reports / REPORTERS),
        (work, len(campus.people), 0.1),
    ]
    return [
        Thread(target=kind, args=(campus, figures, paced(pace, until, n / number), n))
        for kind, number, pace in kinds
        for n in range(number)
    ]


def tell(figures: Figures, held: list[int]) -> None:
    """Print the figures."""
    for what, spans in sorted(figures.spans.items()):
        spans.sort()
        p99 = spans[int(len(spans) * 0.99)] * 1000
        print(
            f"{what:<15}{len(spans):>8,}"
            f"  median {spans[len(spans) // 2] * 1000:>7.0f} ms  p99 {p99:>7.0f} ms"
            f"  slowest {spans[-1] * 1000:>7.0f} ms"
        )
    print(f"errors: {dict(figures.errors) or 'none'}")
    part = max(1, len(held) // 5)
    first, last = max(held[:part]), max(held[-part:])
    print(f"memory of server and worker: {first} MB at first, {last} MB at last")


def main() -> None:
    """Run the load."""
    parser = argparse.ArgumentParser(description="A busy campus for some minutes.")
    for name, default in (("rooms", 50_000), ("checks", 20), ("people", 50), ("processes", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, number in (("scans", 200.0), ("reports", 20.0), ("minutes", 5.0), ("settle", 30.0)):
        parser.add_argument(f"--{name}", type=float, default=number)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        found = prepared(folder, asked.rooms, asked.checks, asked.people)
        with (
            serving("wsgi:app", folder, workers=asked.processes, threads=THREADS) as address,
            worker(folder) as beside,
        ):
            campus = Campus(found.codes, found.people, int(address.rpartition(":")[2]))
            until = time.perf_counter() + asked.minutes * 60
            figures, held = Figures(settled=until - asked.minutes * 60 + asked.settle), []
            running = threads(campus, figures, asked, until)
            for each in running:
                each.start()
            while time.perf_counter() < until:
                time.sleep(5)
                held.append(memory([beside, os.getpid()]) - memory_of_own())
            for each in running:
                each.join()
        tell(figures, held)


def memory_of_own() -> int:
    """Megabytes of this process alone, which only sends."""
    rolled = Path("/proc/self/smaps_rollup").read_text()
    return int(re.findall(r"^Pss:\s+(\d+)", rolled, re.M)[0]) // 1024


if __name__ == "__main__":
    main()
