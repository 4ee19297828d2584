"""What stands on the inspection record of one unit; no name, and no free text of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask_babel import get_locale
from flask_babel import gettext as _

from app import formats
from app.checks.models import DueWork, Result
from app.checks.readings import Series
from app.checks.unit.history import entry
from app.checks.unit.queries import UnitVisit
from app.codes.code import grouped
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.places.words import where
from app.sheets.records.pages import CONDITIONS
from tags import Columns, Record


@dataclass(frozen=True)
class UnitFacts:
    """A unit with everything that its record tells; `must_not`: it failed statutory work."""

    unit: Equipment
    tag: Tag | None
    due: Sequence[DueWork]
    series: Sequence[Series]
    visits: Sequence[UnitVisit]
    must_not: bool


def unit_record(facts: UnitFacts, house: str, accent: str, address: str, now: datetime) -> Record:
    """The record as it is at this moment; `address` is where codes lead, "" where nowhere."""
    unit, zone = facts.unit, facts.unit.room.support.zone
    code = facts.tag.code if facts.tag else ""
    printed = _("Printed %(when)s", when=formats.full_moment(now, zone))
    locale = get_locale()
    return Record(
        title=_("Inspection record"),
        house=house,
        name=unit.name,
        place=" \u00b7 ".join(filter(None, (_kind(unit), unit.room.name, where(unit.room)))),
        state=_state(facts),
        facts=tuple(_facts(facts)),
        tables=(_planned(facts), _readings(facts), _visits(facts, zone)),
        note=_(
            "Each line was logged by a member of our team. A code can be photographed, so"
            " \u201cscanned at the tag\u201d alone does not prove that somebody stood here."
            " This is a copy: the page behind the code counts."
        ),
        foot=f"{unit.name} \u00b7 {printed}",
        address=f"{address}/T/{code}".upper() if address and code else "",
        code=grouped(code) if code else "",
        locale=str(locale or "en").replace("_", "-"),
        direction=locale.text_direction if locale else "ltr",
        accent=accent,
    )


def _kind(unit: Equipment) -> str:
    return " \u00b7 ".join(filter(None, (_(unit.model.type.title), unit.model.label)))


def _state(facts: UnitFacts) -> str:
    if facts.must_not:
        return _("Do not use. It failed its last safety check.")
    if facts.unit.is_retired:
        return _("Retired")
    if not any(each.result in {Result.PASS, Result.FAIL} for each in facts.visits):
        return _("Nobody has looked at it yet.")
    return str(CONDITIONS[facts.unit.condition])


def _facts(facts: UnitFacts) -> Iterator[tuple[str, str]]:
    unit = facts.unit
    if unit.asset_tag:
        yield _("Asset tag"), unit.asset_tag
    if unit.serial_number:
        yield _("Serial number"), unit.serial_number
    if unit.installed_on:
        yield _("Installed on"), formats.full_date(unit.installed_on)
    yield _("Next room check"), formats.full_date(unit.room.check_due_on)
    yield _("Support"), unit.room.support.phone


def _planned(facts: UnitFacts) -> Columns:
    rows = [
        (
            work.plan.name if work.plan else _("Room check"),
            _("the law asks for it") if work.statutory else _("our own plan"),
            formats.full_date(work.last_done_on) if work.last_done_on else _("not yet here"),
            formats.full_date(work.due_on),
        )
        for work in facts.due
    ]
    names = (_("Work"), _("Basis"), _("Last done"), _("Next due"))
    return Columns(_("Planned work"), names, rows)


def _readings(facts: UnitFacts) -> Columns:
    rows = [
        (_(each.item), each.readings[0].number, _limits(each), each.readings[0].when)
        for each in facts.series
    ]
    names = (_("What"), _("Last reading"), _("Limits"), _("When"))
    return Columns(_("Readings"), names, rows)


def _limits(each: Series) -> str:
    unit = f" {each.unit}" if each.unit else ""
    if each.low and each.high:
        return _("%(low)s to %(high)s", low=each.low, high=each.high) + unit
    if each.low:
        return _("at least %(low)s", low=each.low) + unit
    return _("at most %(high)s", high=each.high) + unit if each.high else "\u2013"


def _visits(facts: UnitFacts, zone: tzinfo) -> Columns:
    told = [entry(each, zone) for each in facts.visits]
    rows = [(each.when, each.title, each.text or "\u2013", each.who) for each in told]
    names = (_("When"), _("Result"), _("What"), _("How"))
    return Columns(_("The last checks"), names, rows)
