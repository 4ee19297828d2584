"""What past imports are told in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.imports.applying.recorded import MEMBERS, WORDS
from app.imports.looking.forms import KIND_WORDS
from app.imports.models import Action, ImportBatch, ImportState, Left, What
from app.imports.words import FIELD_WORDS

WHAT_WORDS: Mapping[What, Any] = {
    What.CALENDAR: _l("Support calendar"),
    What.SITE: _l("Site"),
    What.BUILDING: _l("Building"),
    What.FLOOR: _l("Floor"),
    What.ROOM: _l("Room"),
    What.ZONE: _l("Zone"),
    What.VENDOR: _l("Vendor"),
    What.MODEL: _l("Model"),
    What.UNIT: _l("Equipment"),
    What.SYSTEM: _l("System"),
    What.SPARE: _l("Spare"),
    What.STOCK: _l("Stock"),
    What.MOVE: _l("Count"),
    What.JOB: _l("Planned work"),
    What.PAST: _l("Past work"),
}
ACTION_WORDS: Mapping[Action, Any] = {Action.CREATED: _l("new"), Action.CHANGED: _l("changed")}
STATE_WORDS: Mapping[ImportState, Any] = {
    ImportState.APPLIED: _l("Imported"),
    ImportState.UNDONE: _l("Taken back"),
}
LEFT_WORDS: Mapping[Left, Any] = {
    Left.CHECKED: _l("It was checked since. A check is proof, and stays."),
    Left.FAULT: _l("A fault was reported here since."),
    Left.TAG: _l("Its tag was ordered, printed or put up since."),
    Left.PLANNED: _l("It was booked, put on a round or planned with since."),
    Left.LATER: _l("A later import builds on it, and would have to be taken back first."),
    Left.RETIRED: _l("It was taken out of use since."),
    Left.EDITED: _l("Somebody changed or moved it since."),
    Left.GONE: _l("It is not there any more."),
    Left.NAME_TAKEN: _l("Another room bears its old name by now."),
    Left.NO_WAY_BACK: _l("Where it stood before is out of use."),
}
USED_WORDS: Mapping[What, Any] = {
    What.CALENDAR: _l("It answers for a site or a room that stays."),
    What.SITE: _l("A building, a stock or somebody's duty that stays belongs to it."),
    What.BUILDING: _l("A room or a floor that stays is in it."),
    What.FLOOR: _l("A room that stays is on it."),
    What.ROOM: _l("Equipment, a zone or work that stays belongs to it."),
    What.VENDOR: _l("Equipment or a spare that stays is of it."),
    What.MODEL: _l("Equipment, a spare or planned work that stays is of it."),
    What.UNIT: _l("A system or work that stays belongs to it."),
    What.SPARE: _l("A site keeps it, or has had some of it."),
    What.STOCK: _l("Some of it was taken or brought since."),
}


def kind_words(batch: ImportBatch) -> str:
    """What the list held."""
    return str(KIND_WORDS.get(batch.kind) or _("COBie"))


def who(batch: ImportBatch) -> str:
    """Who applied it."""
    return batch.person.name if batch.person else _("The command line")


def who_undid(batch: ImportBatch) -> str:
    """Who took it back."""
    return batch.undone_by.name if batch.undone_by else _("The command line")


def reason(left: Left, what: What) -> str:
    """Why a row of that kind can't be taken back."""
    return str(USED_WORDS[what] if left is Left.USED else LEFT_WORDS[left])


def told(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Each field that differs between two states of a row, as "field: old → new"."""
    for name, was in old.items():
        if name in MEMBERS and new:
            yield from _members(name, was, new[name])
            continue
        key = f"{name}_id" if name in WORDS else name
        label = FIELD_WORDS.get(name)
        if label and new and old[key] != new[key]:
            now = new[name]
            yield _("%(field)s: %(old)s → %(new)s", field=label, old=was or "—", new=now or "—")


def _members(name: str, was: str, now: str) -> Iterator[str]:
    """How many rooms or units belonged to a zone or a system, and how many do."""
    old, new = (len(each.split(",")) if each else 0 for each in (was, now))
    if was != now:
        yield _("%(field)s: %(old)s → %(new)s", field=FIELD_WORDS[name], old=old, new=new)
