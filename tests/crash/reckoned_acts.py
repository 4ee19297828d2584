"""What the database holds beside what reporters and managers sent and were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from tests.crash.acts import BLANKS, Act, Kind
from tests.crash.reckoning import NEVER

NO_MORE_TRUE = (
    "half stored: a fault that no check found",
    "doubled: a unit with two open faults",
    "half stored: failures and the notes of faults differ in number",
)
"""Where phones alone send, this can't be; here people report what no check found."""
NEVER_HERE = {what: asked for what, asked in NEVER.items() if what not in NO_MORE_TRUE} | {
    "half stored: a fault without its promise": (
        "SELECT count(*) FROM fault WHERE id NOT IN (SELECT fault_id FROM promise)"
    ),
    "half stored: a fault that nobody told of": (
        "SELECT count(*) FROM fault WHERE id NOT IN (SELECT fault_id FROM report)"
        " AND id NOT IN (SELECT fault_id FROM finding WHERE fault_id IS NOT NULL)"
        " AND symptom_id <> (SELECT min(id) FROM symptom WHERE code <> 'OTHER')"
    ),
    "half stored: an order without all its tags": (
        "SELECT count(*) FROM batch WHERE count <> (SELECT count(*) FROM batch_tag"
        " JOIN tag ON tag.id = tag_id WHERE batch_id = batch.id)"
    ),
    "half stored: a tag that was ordered by nobody": (
        "SELECT count(*) FROM tag WHERE room_id IS NULL AND equipment_id IS NULL"
        " AND state = 'blank' AND id NOT IN (SELECT tag_id FROM batch_tag)"
    ),
    "half stored: a fault that was given away, and nobody told, or twice": (
        "SELECT count(*) FROM timeline_entry AS entry WHERE event = 'taken' AND 1 <>"
        " (SELECT count(*) FROM notice WHERE topic = 'mine' AND about = "
        "'fault-' || entry.fault_id AND subject LIKE '%is yours%')"
    ),
    "doubled: a fault that was given away twice": (
        "SELECT count(*) FROM (SELECT fault_id FROM timeline_entry WHERE event = 'taken'"
        " GROUP BY fault_id HAVING count(*) > 1) AS twice"
    ),
}
"""What has to be zero in a storm of all kinds; the world's own faults have the first symptom."""
STORED = {
    Kind.REPORT: "SELECT '/f/' || secret FROM report WHERE key = :key AND note = :note"
    " AND NOT me_too",
    Kind.ME_TOO: "SELECT '/f/' || secret FROM report WHERE key = :key AND fault_id = :about"
    " AND me_too",
    Kind.NOTE: "SELECT '/faults/' || fault_id FROM timeline_entry WHERE note = :note"
    " AND fault_id = :about",
    Kind.GIVE: "SELECT '/faults/' || fault.id FROM fault JOIN timeline_entry ON fault.id = fault_id"
    " WHERE fault.id = :about AND event = 'taken' AND assignee_id = :person",
    Kind.VOID: "SELECT '/tags' FROM tag WHERE id = :about AND state = 'void'",
}
"""Where the answer to an act leads, as often as it is stored."""


def lost_acts(engine: sa.Engine, acts: Iterable[Act]) -> list[str]:
    """What was answered, and is not there, or twice, or other than it was told."""
    with engine.connect() as connection:
        return [said for act in acts for said in _of(connection, act)]


def troubles_of_acts(engine: sa.Engine, acts: list[Act]) -> list[str]:
    """What is wrong with acts, all told; empty where each is there once and whole."""
    found = lost_acts(engine, acts)
    with engine.connect() as connection:
        for what, asked in NEVER_HERE.items():
            if number := connection.scalar(sa.text(asked)):
                found.append(f"{what}: {number}")
        orders = [each for each in acts if each.kind is Kind.ORDER]
        there = connection.scalar(sa.text("SELECT count(*) FROM batch")) or 0
    if there > sum(each.tries for each in orders):
        found.append(f"doubled: {there} orders")
    return found + [
        f"never answered: {each.word}" for each in acts if not each.answers and each.tries < 2
    ]


def _of(connection: sa.Connection, act: Act) -> Iterator[str]:
    if act.kind is Kind.ORDER:
        yield from _of_order(connection, act)
        return
    values: dict[str, Any] = {name: act.fields.get(name) for name in ("key", "note", "person")}
    values = {name: each for name, each in values.items() if f":{name}" in STORED[act.kind]}
    if ":about" in STORED[act.kind]:
        values["about"] = act.about
    if "person" in values:
        values["person"] = int(values["person"])
    there = list(connection.scalars(sa.text(STORED[act.kind]), values))
    if not there and act.answers:
        yield f"lost: {act.word}"
    if len(there) > 1:
        yield f"doubled: {act.word}"
    if there and {each for each in act.answers if not each.startswith(there[0])}:
        yield f"told otherwise: {act.word}: {act.answers}"


def _of_order(connection: sa.Connection, act: Act) -> Iterator[str]:
    """Each answer names an order of its own."""
    for each in act.answers:
        asked = "SELECT count FROM batch WHERE id = :id"
        if connection.scalar(sa.text(asked), {"id": int(each.rpartition("/")[2])}) != BLANKS:
            yield f"lost: {act.word}"
