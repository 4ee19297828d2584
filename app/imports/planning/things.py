"""Things beside rooms and units: vendors, zones, systems, spares and work of a list.

A thing is known by its name within what it belongs to: a zone in its building, a spare in its
model, planned work on what it is for; past work by its id, else by what it says. A cell that tells
nothing empties nothing. Zones and systems may stand on a line for each member: these add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from app.imports.planning.conflicts import agree
from app.imports.planning.equipping.changes import place_of
from app.imports.planning.estate import Building, Estate, Model, Room, Thing, Unit
from app.imports.planning.plans import Change, Line, Outcome, Sentence, Values
from app.imports.reading.cleaning import clean, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

Key = tuple[object, ...]
Member = Room | Unit

SAME_AGAIN = N_("The same as line %(line)s.")
TWICE = N_("“%(name)s” stands on line %(line)s already, with other values. Keep one of them.")
KEYED_BY: Mapping[str, tuple[str, ...]] = {
    "vendor": (),
    "zone": ("building",),
    "system": ("building",),
    "spare": ("model",),
    "stock": ("spare", "site"),
    "job": ("type", "model", "equipment", "room"),
    "past": ("room", "equipment", "kind", "done_on"),
}
"""Within what the name of a thing tells it from others of its kind."""


def key_of(thing: Thing) -> Key:
    """What a thing is known by, beside its name."""
    if thing.kind == "past" and thing.values.get("external_id"):
        return thing.kind, thing.values["source"], thing.values["external_id"]
    return thing.kind, *(thing.values.get(name) for name in KEYED_BY[thing.kind])


class Things:
    """The things that exist and those that lines of the list make or change."""

    def __init__(self, estate: Estate) -> None:
        self.new: list[Thing] = []
        self.changed: list[tuple[Thing, Values]] = []
        self.links: list[tuple[Thing, Member]] = []
        self.passing: set[Thing] = set()
        self._known: dict[Key, Thing] = {}
        self._first: dict[Thing, int] = {}
        self._values: dict[Thing, dict[str, object]] = {}
        self._linked: set[tuple[Thing, Member]] = set()
        for each in estate.things:
            self._remember(each)

    def _remember(self, thing: Thing) -> None:
        key = key_of(thing)
        self._known[*key, clean(thing.name)] = thing
        self._known.setdefault((*key, spelled(thing.name)), thing)

    def _found(self, thing: Thing) -> Thing | None:
        """The thing of that very name, else of that name in another letter case."""
        key = key_of(thing)
        known = self._known.get((*key, clean(thing.name)))
        return known or self._known.get((*key, spelled(thing.name)))

    def vendor(self, name: str) -> Thing:
        """The vendor of that name, found or made on the way."""
        told = Thing("vendor", name)
        found = self._found(told)
        if found is None:
            found = told
            self._remember(told)
            self.new.append(told)
            self.passing.add(told)
        return found

    def put(self, line: int, told: Thing, members: Iterable[Member] = (), place: str = "") -> Line:
        """What becomes of a line: `told` is the thing as the line tells it.

        Raises ImportRefused if an earlier line tells the same thing otherwise.
        """
        known = self._found(told)
        if known is None:
            known = told
            self._remember(told)
            self.new.append(told)
        changes = tuple(self._told(known, told.values))
        links = [each for each in dict.fromkeys(members) if self._is_new(known, each)]
        for each in links:
            self._linked.add((known, each))
            self.links.append((known, each))
        first = self._first.setdefault(known, line)
        is_first = first == line
        changes += tuple(Change("members", "", _called(each)) for each in links if known.id)
        outcome = _outcome(known, is_first=is_first, differs=bool(changes or links))
        says = () if is_first or links else (Sentence(SAME_AGAIN, {"line": first}),)
        return Line(line, outcome, told.name, place, changes, says)

    def _told(self, known: Thing, told: Mapping[str, object]) -> Iterator[Change]:
        """Takes the values of the line over, and gives what they change of what exists."""
        values = {
            name: value
            for name, value in told.items()
            if value not in {None, ""} and not _agrees(name, value, self._now(known, name))
        }
        if known in self._first and values:
            raise ImportRefused(TWICE, name=known.name, line=self._first[known])
        if known.id is None:
            known.values.update(values)
        elif values:
            self._values[known] = values
            self.changed.append((known, values))
            for name, value in values.items():
                yield Change(name, _words(known.values.get(name)), _words(value))
        self.passing.discard(known)

    def _now(self, known: Thing, name: str) -> object:
        """What a column of the thing says after the lines so far."""
        return self._values.get(known, {}).get(name, known.values.get(name))

    def _is_new(self, thing: Thing, member: Member) -> bool:
        is_known = member.id is not None and member.id in thing.members
        return not is_known and (thing, member) not in self._linked


def _agrees(name: str, told: object, known: object) -> bool:
    """Whether a cell says what is known; a rule that says less than the known one says no other."""
    if name == "rrule" and isinstance(told, str) and isinstance(known, str):
        return set(told.split(";")) <= {*known.split(";"), "INTERVAL=1"}
    return agree(told, known)


def _outcome(known: Thing, *, is_first: bool, differs: bool) -> Outcome:
    if known.id is None and (is_first or differs):
        return Outcome.CREATE
    return Outcome.CHANGE if differs else Outcome.SAME


def _called(member: Member) -> str:
    return member.name


def _words(value: object) -> str:
    if isinstance(value, Thing | Building):
        return value.name
    if isinstance(value, Model):
        return " ".join(part for part in (value.maker, value.model_number) if part)
    if isinstance(value, Room):
        return place_of(value)
    return "" if value is None else str(getattr(value, "name", value))
