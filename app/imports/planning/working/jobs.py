"""Planned work of a list beside the job plans that are known: made, changed, the same, refused.

A plan is known by its name and what it is for: a unit, a model, a type, or a room.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.imports.meaning.work.rows import JobRow
from app.imports.planning.equipping.changes import place_of
from app.imports.planning.estate import Estate, Model, Room, Thing, Unit
from app.imports.planning.plans import Change, Line, Outcome, Sentence, Values
from app.imports.planning.working.units import Subjects
from app.imports.reading.cleaning import plain, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

ROOM = "room"
"""The slug of the type that stands for the room itself."""

SAME_AGAIN = N_("The same as line %(line)s.")
TWICE = N_(
    "“%(name)s” stands on line %(line)s already, with other values. Give one of them another name."
)
NOTHING = N_(
    "This row does not say what “%(name)s” is for: no equipment, model, type or room. Fill it, or"
    " give one room for all rows."
)
NO_TYPE = N_(
    "“%(type)s” is no type of equipment known here. Write one of those under Equipment, Types."
)
NO_MODEL = N_("No model “%(model)s” is known here. Import its equipment first, or correct it.")
MODELS = N_("Several makers have a model “%(model)s”. Name the maker, too.")
WHICH_UNIT = N_(
    "%(number)s pieces of equipment of that type stand in room “%(room)s”. Name the one that is"
    " meant, or leave the room out."
)
RETIRED = N_("“%(name)s” was taken out of use here. Bring it back first, or leave this line out.")

Target = Unit | Model | Room | str
"""What work is for: a unit, a model, a room, or all of a type (its slug)."""
Key = tuple[object, ...]


class Jobs:
    """Plans the lines of planned work, one after another."""

    def __init__(self, subjects: Subjects, estate: Estate) -> None:
        self.new: list[Thing] = []
        self.changed: list[tuple[Thing, Values]] = []
        self._subjects, self._models = subjects, estate.models
        self._types = {plain(title): slug for slug, title in estate.types.items()}
        self._types |= {plain(slug): slug for slug in estate.types}
        self._titles = estate.types
        self._known = {_key(each): each for each in estate.things if each.kind == "job"}
        self._firsts: dict[Key, JobRow] = {}

    def line(self, row: JobRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        target = self._target(row)
        told = Thing("job", row.job, _values(row, target))
        key, place = _key(told), self._place(target)
        first = self._firsts.setdefault(key, row)
        if first is not row:
            if _said(row) != _said(first):
                raise ImportRefused(TWICE, name=row.job, line=first.line)
            again = Sentence(SAME_AGAIN, {"line": first.line})
            return Line(row.line, Outcome.SAME, row.job, place, says=(again,))
        notes = (Sentence(each.message, each.values, each.column) for each in row.notes)
        says = (*notes, *self._subjects.told(row.subject))
        known = self._known.get(key)
        if known is None:
            self.new.append(told)
            return Line(row.line, Outcome.CREATE, row.job, place, says=says)
        new = dict(_differing(known, row))
        if new:
            self.changed.append((known, new))
        outcome = Outcome.CHANGE if new else Outcome.SAME
        return Line(row.line, outcome, row.job, place, tuple(_changes(known, new)), says)

    def _target(self, row: JobRow) -> Target:
        """What the work is for: the narrowest thing that the row names."""
        room = self._subjects.room(row.subject)
        unit = self._subjects.unit(row.subject, room)
        kind = self._type(row)
        of_kind = self._model(row, kind) if row.model_number else kind
        if unit is None and of_kind and room:
            unit = self._only_one(room, of_kind)
        target = unit or of_kind or room
        if target is None:
            raise ImportRefused(NOTHING, name=row.job)
        if isinstance(target, Unit | Room) and target.is_retired:
            raise ImportRefused(RETIRED, name=target.name)
        return target

    def _type(self, row: JobRow) -> str | None:
        if not row.type_text:
            return None
        kind = self._types.get(plain(row.type_text)) or row.equipment_type
        if kind not in self._titles:
            raise ImportRefused(NO_TYPE, type=row.type_text)
        return kind

    def _model(self, row: JobRow, kind: str | None) -> Model:
        found = [
            each
            for each in self._models
            if spelled(each.model_number) == spelled(row.model_number or "")
            and (row.maker is None or spelled(each.maker) == spelled(row.maker))
            and kind in {None, each.type}
        ]
        if len(found) != 1:
            raise ImportRefused(MODELS if found else NO_MODEL, model=row.model_number)
        return found[0]

    def _only_one(self, room: Room, of_kind: Model | str) -> Unit:
        slug = of_kind.type if isinstance(of_kind, Model) else of_kind
        units: Iterable[Unit] = self._subjects.kinds.get((room, slug), ())
        found = [each for each in units if isinstance(of_kind, str) or each.model is of_kind]
        if len(found) != 1:
            raise ImportRefused(WHICH_UNIT, number=len(found), room=room.name)
        return found[0]

    def _place(self, target: Target) -> str:
        if isinstance(target, Unit):
            return f"{target.name} · {place_of(target.room)}"
        if isinstance(target, Room):
            return place_of(target)
        if isinstance(target, Model):
            return f"{target.maker} {target.model_number}".strip()
        return self._titles[target]


def _values(row: JobRow, target: Target) -> dict[str, object]:
    values: dict[str, object] = {
        "type": _type_of(target),
        "model": target if isinstance(target, Model) else None,
        "equipment": target if isinstance(target, Unit) else None,
        "room": target if isinstance(target, Room) else None,
    }
    return values | {
        "description": row.description or "",
        "scope": "service",
        "rrule": row.rrule,
        "minutes": row.minutes or 0,
        "qualification": "",
    }


def _type_of(target: Target) -> str:
    if isinstance(target, Unit):
        return target.model.type
    if isinstance(target, Model):
        return target.type
    return ROOM if isinstance(target, Room) else target


def _key(job: Thing) -> Key:
    """What a plan is known by: the narrowest thing it is for, and its name."""
    values = job.values
    target = values.get("equipment") or values.get("model") or values.get("room")
    return target or values["type"], spelled(job.name)


def _said(row: JobRow) -> Key:
    return row.rrule, row.minutes, row.description


def _differing(known: Thing, row: JobRow) -> Iterator[tuple[str, object]]:
    told = {"rrule": row.rrule, "minutes": row.minutes, "description": row.description}
    for name, value in told.items():
        if value is not None and value != known.values.get(name):
            yield name, value


def _changes(known: Thing, values: Values) -> Iterator[Change]:
    for name, value in values.items():
        yield Change(name, str(known.values.get(name) or ""), str(value))
