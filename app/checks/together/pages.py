"""Two checks side by side: of which things they say something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.checks.models import Check, Result
from app.checks.pages import CheckRow, row_of
from app.checks.words import thing

Said = Mapping[int | None, tuple[str, Result]]
"""By the key of the unit, None for the room itself: its name, and how it was."""


@dataclass(frozen=True)
class Differing:
    """A thing of which two checks say something else; None where one says nothing of it."""

    name: str
    here: Result | None
    there: Result | None


@dataclass(frozen=True)
class Beside:
    """Another person's check beside this one."""

    check: CheckRow
    differing: tuple[Differing, ...]
    alike: str


def beside(check: Check, others: Sequence[Check]) -> tuple[Beside, ...]:
    """Each of the others beside the check; all bring their findings with the units."""
    here = _said(check)
    return tuple(_beside(each, here, _said(each)) for each in others)


def _beside(other: Check, here: Said, there: Said) -> Beside:
    names = {key: name for said in (there, here) for key, (name, _result) in said.items()}
    how = {key: (_how(here, key), _how(there, key)) for key in names}
    alike = sum(first is second for first, second in how.values())
    differing = (
        Differing(names[key], first, second)
        for key, (first, second) in how.items()
        if first is not second
    )
    return Beside(row_of(other), tuple(differing), _alike(alike, len(how)))


def _alike(count: int, things: int) -> str:
    if not things:
        return _("Neither of them could look at anything.")
    if not count:
        return _("They agree on nothing.")
    return ngettext("Both say the same of %(num)d.", "Both say the same of %(num)d.", count)


def _how(said: Said, key: int | None) -> Result | None:
    return said[key][1] if key in said else None


def _said(check: Check) -> Said:
    """A thing is not fine where one of its lines is not; else it is as its first line says."""
    found: dict[int | None, tuple[str, Result]] = {}
    for each in check.findings:
        name = thing(each.equipment.name if each.equipment else None)
        if each.equipment_id not in found or each.result is Result.FAIL:
            found[each.equipment_id] = (name, each.result)
    return found
