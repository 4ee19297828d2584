"""What history that stays costs: `python -m bench.history [--rows N] [--database URL]`.

Seals and verifies N checks, adds N entries to the audit log and asks its page for the first, the
last, a filtered and a searched one; then notes from 1 and 8 threads, each in a transaction of its
own, beside the same transactions without a note.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, update

from app import create_app
from app.audit import service as audit
from app.audit.acts import Act
from app.audit.chaining.appending import append
from app.audit.models import AuditEntry
from app.audit.proving.whole import verify
from app.audit.sealing import service as sealing
from app.checks.models import Check
from app.extensions import db
from app.logbook import queries
from app.logbook.queries import Filter
from app.places.models import Room
from app.settings import Settings
from bench.estate import CHUNK, fill

NOW = datetime.now(UTC)
ROOMS = 1_000


@contextmanager
def timed(what: str, count: int = 0) -> Iterator[None]:
    """Print how long it took, and how many a second."""
    begun = time.perf_counter()
    yield
    took = time.perf_counter() - begun
    print(f"{what:<44}{took * 1000:>11,.1f} ms" + (f"{count / took:>12,.0f}/s" if count else ""))


def seal_and_verify(rows: int) -> None:
    """So many checks."""
    for start in range(0, rows, CHUNK):
        some = [_check(number) for number in range(start, min(start + CHUNK, rows))]
        db.session.execute(insert(Check), some)
    db.session.commit()
    with timed(f"seal {rows:,} checks", rows):
        until = sealing.settled("check") or 0
        while sealing.seal_next("check", until, at=NOW):
            db.session.commit()
    with timed(f"verify {rows:,} checks", rows):
        found = verify()
    assert found.tables["check"].count >= rows
    assert not found.breaks


def _check(number: int) -> dict[str, Any]:
    at = NOW - timedelta(seconds=number)
    return {
        "room_id": number % ROOMS + 1,
        "person_id": 1,
        "scope": "room_check",
        "result": "pass",
        "note": f"Note {number}",
        "done_at": at,
        "received_at": at,
        "key": f"bench-{number}",
        "body_hash": "0" * 64,
        "grade": 1,
    }


def log_and_page(rows: int) -> None:
    """So many entries, and pages of them."""
    with timed(f"add {rows:,} entries, {CHUNK:,} a commit", rows):
        for start in range(0, rows, CHUNK):
            some = [_entry(number) for number in range(start, min(start + CHUNK, rows))]
            append(db.session(), AuditEntry, some)
            db.session.commit()
    with timed(f"verify {rows:,} entries", rows):
        assert verify().log.count >= rows
    pages = {
        "the first page": Filter(),
        "a page in the middle": Filter(before=rows // 2),
        "one person's": Filter(person_id=7),
        "a group of acts that is rare": Filter(group="imports."),
        "one thing's": Filter(about="room", about_id=77),
        "a day's": Filter(since=(NOW - timedelta(days=90)).date(), until=NOW.date()),
        "a word that is rare": Filter(q="Room 77777"),
        "a word that is nowhere": Filter(q="Nowhere"),
    }
    for name, wanted in pages.items():
        queries.listing(wanted)
        with timed(name):
            queries.listing(wanted)


def _entry(number: int) -> dict[str, Any]:
    act = Act.IMPORTED if number % 1000 == 0 else list(Act)[number % 40]
    return {
        "at": NOW - timedelta(days=180) + timedelta(seconds=15 * number),
        "who": "person",
        "person_id": number % 500,
        "act": act.value,
        "about": "room",
        "about_id": number % 5000,
        "name": f"Room {number % 100_000}",
        "changes": '{"name": ["2.14", "2.15"]}',
        "site_id": number % 3,
        "way": "places.edit_room",
    }


def noting(app: Flask, seconds: int) -> None:
    """Transactions a second that change a row, with a note and without."""
    for clients in (1, 8):
        for name, is_noted in (("without a note", False), ("with a note", True)):
            until = time.perf_counter() + seconds
            with ThreadPoolExecutor(clients) as pool:
                done = sum(pool.map(_client(app, until, is_noted=is_noted), range(clients)))
            print(f"{clients} at once, {name:<32}{done / seconds:>12,.0f}/s")


def _client(app: Flask, until: float, *, is_noted: bool) -> Callable[[int], int]:
    def run(number: int) -> int:
        done = 0
        with app.app_context():
            while time.perf_counter() < until:
                room = number * 100 + done % 100 + 1
                db.session.execute(update(Room).where(Room.id == room).values(source="x"))
                if is_noted:
                    audit.note(Act.PLACE_CHANGED, at=NOW)
                db.session.commit()
                done += 1
        return done

    return run


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description="What history that stays costs.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        fill(Path(home), ROOMS, asked.database)
        app = create_app(Settings(data=Path(home), database_url=asked.database))
        with app.app_context():
            seal_and_verify(asked.rows)
            log_and_page(asked.rows)
        noting(app, asked.seconds)


if __name__ == "__main__":
    main()
