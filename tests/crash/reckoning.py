"""What the database holds beside what phones sent and were told: each difference as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.crash.phones import Sent

NEVER = {
    "half stored: a photo of no check": (
        "SELECT count(*) FROM photo WHERE id NOT IN (SELECT photo_id FROM check_photo)"
    ),
    "half stored: a failure without its fault": (
        "SELECT count(*) FROM finding WHERE (result = 'fail') <> (fault_id IS NOT NULL)"
    ),
    "half stored: a fault without its beginning": (
        "SELECT count(*) FROM fault WHERE id NOT IN (SELECT fault_id FROM timeline_entry)"
    ),
    "half stored: a fault that no check found": (
        "SELECT count(*) FROM fault WHERE id NOT IN"
        " (SELECT fault_id FROM finding WHERE fault_id IS NOT NULL)"
    ),
    "doubled: a unit with two open faults": (
        "SELECT count(*) FROM (SELECT equipment_id FROM fault"
        " GROUP BY equipment_id HAVING count(*) > 1) AS twice"
    ),
    "half stored: a room that does not know its last check": (
        "SELECT count(*) FROM room WHERE EXISTS"
        " (SELECT 1 FROM \"check\" WHERE room_id = room.id AND result <> 'not_checked')"
        " AND last_checked_at IS DISTINCT FROM (SELECT max(done_at)"
        " FROM \"check\" WHERE room_id = room.id AND result <> 'not_checked')"
    ),
    "half stored: failures and the notes of faults differ in number": (
        "SELECT (SELECT count(*) FROM finding WHERE result = 'fail')"
        " - (SELECT count(*) FROM timeline_entry WHERE note <> '')"
    ),
}
"""What has to be zero, whatever happened. Each failure of our phones has a note of its own."""

Findings = Counter[tuple[object, ...]]

FINDINGS = 'SELECT key, equipment_id, finding.result, finding.note FROM "check" LEFT JOIN finding'
FINDINGS += ' ON check_id = "check".id'
PHOTOS = (
    'SELECT "check".key, photo.key, size FROM "check" JOIN check_photo ON check_id = "check".id'
)
PHOTOS += " JOIN photo ON photo.id = photo_id"


def troubles(engine: sa.Engine, photos: Path, sent: Iterable[Sent]) -> list[str]:
    """What is wrong, all told; empty where every check is there, once and whole."""
    with engine.connect() as connection:
        found = [*_impossible(connection)]
    return found + every_check(engine, photos, sent)


def every_check(engine: sa.Engine, photos: Path, sent: Iterable[Sent]) -> list[str]:
    """What is wrong with the database or with any check, whatever else was done beside them."""
    every = {each.key: each for each in sent}
    with engine.connect() as connection:
        found = [*_unsound(connection)]
        found += _of_checks(connection, every)
        found += _of_photos(connection, photos, every)
        found += _open_to_doubles(connection)
    return found


def lost(engine: sa.Engine, acknowledged: Iterable[str]) -> list[str]:
    """What is wrong at once after a kill: a broken database, or acknowledged keys not there."""
    with engine.connect() as connection:
        found = list(_unsound(connection))
        keys = [*acknowledged]
        asked = sa.text('SELECT key FROM "check" WHERE key IN :keys').bindparams(
            sa.bindparam("keys", expanding=True)
        )
        there = set(connection.scalars(asked, {"keys": keys})) if keys else set()
    return found + [f"lost: {key}" for key in set(keys) - there]


def orphans(engine: sa.Engine, photos: Path) -> int:
    """How many files of photos nothing leads to: they harm nobody."""
    with engine.connect() as connection:
        known = set(connection.scalars(sa.text("SELECT key FROM photo")))
    return sum(path.name.split(".")[0] not in known for path in photos.rglob("*.*"))


def _unsound(connection: sa.Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for pragma in ("integrity_check", "foreign_key_check"):
        said = connection.exec_driver_sql(f"PRAGMA {pragma}").fetchall()
        if said and said != [("ok",)]:
            yield f"{pragma}: {said[:3]}"


def _impossible(connection: sa.Connection) -> Iterator[str]:
    for what, asked in NEVER.items():
        if number := connection.scalar(sa.text(asked)):
            yield f"{what}: {number}"


def _of_checks(connection: sa.Connection, every: dict[str, Sent]) -> Iterator[str]:
    """Each acknowledged check is there; each that is there is whole, and as it was sent."""
    ids: dict[str, list[int]] = {}
    for key, number in connection.execute(sa.text('SELECT key, id FROM "check"')):
        ids.setdefault(key, []).append(number)
    findings: dict[str, Findings] = {}
    for key, *finding in connection.execute(sa.text(FINDINGS)):
        findings.setdefault(key, Counter())[tuple(finding)] += 1
    for key, each in every.items():
        yield from _of_check(each, ids.pop(key, []), findings.get(key, Counter()))
    for key in ids:
        yield f"sent by nobody: {key}"


def _of_check(sent: Sent, stored: list[int], findings: Findings) -> Iterator[str]:
    if sent.answers and not stored:
        yield f"lost: {sent.key}"
    if len(stored) > 1:
        yield f"doubled: {sent.key}"
    elif stored and findings != _findings_of(sent):
        yield f"half stored: {sent.key} has {findings}"
    if {answer["stored"] for answer in sent.answers} - set(stored):
        yield f"told otherwise: {sent.key}"


def _findings_of(sent: Sent) -> Findings:
    return Counter(
        (each["unit"], each["result"], each.get("note", "")) for each in sent.message["findings"]
    )


def _of_photos(connection: sa.Connection, photos: Path, every: dict[str, Sent]) -> Iterator[str]:
    stored = set(connection.scalars(sa.text('SELECT key FROM "check"')))
    number: Counter[str] = Counter()
    for key, name, size in connection.execute(sa.text(PHOTOS)):
        number[key] += 1
        file = photos / name[:2] / f"{name}.jpg"
        if not file.exists() or file.stat().st_size != size:
            yield f"half stored: {key} without the file of its photo"
    for key in stored & every.keys():
        if number[key] != len(every[key].photos):
            yield f"half stored: {key} with {number[key]} of {len(every[key].photos)} photos"


def _open_to_doubles(connection: sa.Connection) -> Iterator[str]:
    """Whether the database itself would take a second check under a key."""
    names = [each["name"] for each in sa.inspect(connection).get_columns("check")]
    columns = ", ".join(name for name in names if name != "id")
    again = f'INSERT INTO "check" ({columns}) SELECT {columns} FROM "check" LIMIT 1'  # noqa: S608
    connection.rollback()
    try:
        taken = connection.execute(sa.text(again)).rowcount
    except IntegrityError:
        return
    finally:
        connection.rollback()
    if taken:
        yield "doubles: the database takes a second check under the same key"
