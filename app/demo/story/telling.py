"""The whole story of the demo: who visited which room and found what, and what became of faults."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from app.checks.models import Reason, Result, Scope
from app.demo.story.certified import EXTINGUISHER, HOOD, certified_lines, certified_visits
from app.demo.story.incidents import troubles
from app.demo.story.lines import Line
from app.demo.story.readings import reading
from app.demo.story.troubles import Entry, Rules, Trouble
from app.demo.story.visits import Visit, happened, visits
from app.demo.story.world import SEED, Campus, UnitPlan
from app.faults.models import Event
from app.faults.words import OTHER

REMARKS = (
    "Whiteboard pens refilled.",
    "HDMI adapter put back on its ring.",
    "Instruction card replaced, it was torn.",
    "Lecturer asked for a second clip-on microphone.",
    "Chairs stood in front of the rack.",
    "Left the room at the standard settings.",
)
MISSED = 0.004
"""How often a technician leaves one unit out for want of time."""
REPORTED = {
    EXTINGUISHER: "Copied from the report of Northgate Fire Safety.",
    HOOD: "Certificate filed with the safety office.",
}
SERVICED = ("Filters cleaned, firmware up to date.", "All cables dressed anew.", "Vents cleaned.")


@dataclass(frozen=True)
class ReadItem:
    """A check item whose answer is a number or a date."""

    code: str
    is_room_check: bool
    is_statutory: bool
    optional: bool


@dataclass(frozen=True)
class Seen:
    """A visit with what it found."""

    visit: Visit
    lines: tuple[Line, ...]
    note: str

    @property
    def result(self) -> Result:
        """Fail where anything failed, not checked where nothing could be checked, else pass."""
        results = {line.result for line in self.lines}
        return next((r for r in (Result.FAIL, Result.PASS) if r in results), Result.NOT_CHECKED)


@dataclass(frozen=True)
class Story:
    """Everything that happened, the oldest first."""

    campus: Campus
    checks: tuple[Seen, ...]
    troubles: tuple[Trouble, ...]


Readable = Mapping[str, Sequence[ReadItem]]
"""The items to be read off, by the slug of the type."""


def told(campus: Campus, rules: Rules, readable: Readable) -> Story:
    """The story of the campus up to its moment; the same campus has the same story."""
    walked = visits(campus)
    faults = troubles(campus, walked, rules)
    walked = _in_order((*walked, *filter(partial(happened, campus), certified_visits(campus))))
    finding = _Finding(campus, faults, readable)
    checks = tuple(finding.seen(visit) for visit in walked)
    return Story(campus, checks, tuple(_with_checks(faults, checks, rules)))


def _in_order(walked: Iterable[Visit]) -> tuple[Visit, ...]:
    return tuple(sorted(walked, key=lambda each: (each.done_at, each.room.key)))


class _Finding:
    """What each visit finds, from what was broken on its day."""

    def __init__(self, campus: Campus, faults: Sequence[Trouble], readable: Readable) -> None:
        self.campus, self.faults, self.readable = campus, faults, readable
        self.rng = random.Random(SEED + 3)  # noqa: S311 - a story, not a secret
        self.of_unit: dict[str, list[int]] = defaultdict(list)
        for number, fault in enumerate(faults):
            self.of_unit[fault.incident.unit.key].append(number)

    def seen(self, visit: Visit) -> Seen:
        """The visit with its findings, unit by unit; none where nothing could be checked."""
        if visit.reason:
            return Seen(visit, (), "")
        if visit.only:
            return Seen(visit, tuple(self._certified(visit)), REPORTED[visit.only])
        lines: list[Line] = []
        for unit in visit.room.units:
            if unit.is_there(visit.done_at):
                lines += self._on(unit, visit)
        return Seen(visit, tuple(lines), _remark(visit, self.rng))

    def _certified(self, visit: Visit) -> Iterator[Line]:
        day = visit.done_at.astimezone(self.campus.zone).date()
        for unit in visit.room.units:
            if unit.type == visit.only and unit.is_there(visit.done_at):
                yield from certified_lines(unit, day)

    def _on(self, unit: UnitPlan, visit: Visit) -> Iterator[Line]:
        for number in self.of_unit[unit.key]:
            if self.faults[number].fails_at(visit.done_at):
                yield self._failing(unit, visit, number)
                yield from self._readings(unit, visit, self.faults[number].incident.item)
                return
        if visit.scope is Scope.ROOM_CHECK and self.rng.random() < MISSED:
            yield Line(unit, Result.NOT_CHECKED, reason=Reason.NO_TIME)
            return
        yield Line(unit, Result.PASS)
        yield from self._readings(unit, visit, "")

    def _failing(self, unit: UnitPlan, visit: Visit, number: int) -> Line:
        incident = self.faults[number].incident
        first = visit.done_at == incident.reported_at
        span = incident.reading
        return Line(
            unit,
            Result.FAIL,
            incident.item,
            reading=round(self.rng.uniform(*span), 1) if span else None,
            note=incident.found if first else "Still so.",
            trouble=number,
        )

    def _readings(self, unit: UnitPlan, visit: Visit, failed: str) -> Iterator[Line]:
        """All readings in a service and of statutory equipment; of the air, some in between."""
        is_service = visit.scope is Scope.SERVICE
        day = visit.done_at.astimezone(self.campus.zone).date()
        for item in self.readable.get(unit.type, ()):
            wanted = (is_service or item.is_room_check) and item.code != failed
            must = not item.optional and (is_service or item.is_statutory)
            if wanted and (must or self.rng.random() < (0.1 if item.optional else 0.3)):
                yield _read(unit, item.code, reading(unit, item.code, day, self.campus.today))


def _read(unit: UnitPlan, item: str, value: float | date | None) -> Line:
    if value is None:
        return Line(unit, Result.NOT_APPLICABLE, item)
    if isinstance(value, date):
        return Line(unit, Result.PASS, item, read_on=value)
    return Line(unit, Result.PASS, item, reading=value)


def _remark(visit: Visit, rng: random.Random) -> str:
    if visit.scope is Scope.SERVICE:
        return rng.choice(SERVICED) if rng.random() < 0.4 else ""
    return rng.choice(REMARKS) if rng.random() < 0.02 else ""


def _with_checks(
    faults: Sequence[Trouble], checks: Iterable[Seen], rules: Rules
) -> Iterator[Trouble]:
    """The faults with what later checks wrote on their timelines."""
    again: dict[int, list[Entry]] = defaultdict(list)
    for seen in checks:
        for line in seen.lines:
            if line.trouble is not None:
                again[line.trouble] += _found_again(faults[line.trouble], seen.visit, line, rules)
    for number, fault in enumerate(faults):
        entries = sorted((*fault.entries, *again[number]), key=lambda entry: entry.at)
        yield replace(fault, entries=tuple(entries))


def _found_again(fault: Trouble, visit: Visit, line: Line, rules: Rules) -> list[Entry]:
    if visit.done_at == fault.incident.reported_at and fault.symptom == OTHER:
        return []
    at, person = visit.done_at, visit.person
    return [
        Entry(at, event=Event.FOUND_AGAIN, person=person),
        Entry(at, note=rules.words(line.item, line.note), public=False, person=person),
    ]
