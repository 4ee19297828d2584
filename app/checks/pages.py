"""The list of checks and one check in full, as staff read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app import formats
from app.access import Audience, clears
from app.checks.listing import Listing
from app.checks.logging.corrections import Correction
from app.checks.logging.parts import part_words
from app.checks.models import Check, CheckPart, Finding, Grade, Result
from app.checks.words import REASONS, RESULTS, SCOPES, how, thing, without_signal
from app.codes.models import Tag
from app.people.models import Person
from app.photos.models import Photo
from app.places.models import Building
from app.places.words import where

Photos = Mapping[int | None, Sequence[Photo]]
"""By the finding that they are of; None for the visit as a whole."""
FIELDS = ("building", "person", "result", "since", "until")


@dataclass(frozen=True)
class CheckRow:
    """A check in the list."""

    address: str
    room: str
    place: str
    when: str
    iso: str
    kind: str
    who: str
    result: Result
    why: str
    how: str
    """How it was made, in words."""
    is_corrected: bool


@dataclass(frozen=True)
class ListPage:
    """The list with its filters as they were chosen."""

    rows: tuple[CheckRow, ...]
    buildings: list[tuple[str, str]]
    people: list[tuple[str, str]]
    results: list[tuple[str, str]]
    chosen: Mapping[str, str]
    sentence: str
    page: int
    newer: str
    older: str


def list_page(
    found: Listing,
    buildings: Sequence[Building],
    people: Sequence[Person],
    typed: Mapping[str, str],
    sentence: str,
) -> ListPage:
    """The page of the list, with the ways to its newer and older neighbours."""
    chosen = {name: typed.get(name, "") for name in FIELDS}
    return ListPage(
        rows=tuple(row_of(check, found.corrected, found.audited) for check in found.checks),
        buildings=[("", _("All")), *((str(each.id), each.name) for each in buildings)],
        people=[("", _("All")), *((str(each.id), each.name) for each in people)],
        results=[("", _("All")), *((key.value, str(word)) for key, word in RESULTS.items())],
        chosen=chosen,
        sentence=sentence,
        page=found.page,
        newer=_turned(chosen, found.page - 1) if found.page > 1 else "",
        older=_turned(chosen, found.page + 1) if found.has_more else "",
    )


def _turned(chosen: Mapping[str, str], page: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return url_for("checks.listing", page=page, **asked)


def row_of(
    check: Check, corrected: Collection[int] = (), audited: Collection[int] = ()
) -> CheckRow:
    """The check as lists show it; place and person must be loaded."""
    return CheckRow(
        address=url_for("checks.detail", check_id=check.id),
        room=check.room.name,
        place=where(check.room),
        when=_moment(check.done_at, check),
        iso=check.done_at.isoformat(),
        kind=str(SCOPES[check.scope]),
        who=check.person.name,
        result=check.result,
        why=str(REASONS[check.reason]) if check.reason else "",
        how=_how(check, is_audited=check.id in audited),
        is_corrected=check.id in corrected,
    )


def _how(check: Check, *, is_audited: bool) -> str:
    told = how(Grade(check.grade), check.no_tag)
    return _("%(how)s, audited (+A)", how=told) if is_audited else told


def _moment(moment: datetime, check: Check) -> str:
    return formats.full_moment(moment, check.room.support.zone)


@dataclass(frozen=True)
class FindingLine:
    """One finding: on which item, what, and what follows from it."""

    item: str
    whole: str
    result: Result
    reading: str
    why: str
    note: str
    fault_address: str
    photos: Sequence[Photo]


@dataclass(frozen=True)
class UnitFindings:
    """What was found on one unit."""

    name: str
    lines: tuple[FindingLine, ...]
    parts: tuple[tuple[str, str], ...]
    """Each part that went into it, in words, and where its stock is."""


@dataclass(frozen=True)
class CheckDetail:
    """One check in full."""

    row: CheckRow
    received: str
    offline: str
    """How a phone kept it, in sentences; empty where there was signal."""
    grade: str
    note: str
    photos: Sequence[Photo]
    units: tuple[UnitFindings, ...]
    room_address: str
    corrects_address: str
    corrected_address: str
    """Where the check is that puts this one right; empty where none does."""
    correct_address: str
    """Where this person may correct it; empty where they may not."""


def detail_page(
    check: Check,
    photos: Photos,
    correction: Correction,
    tag: Tag | None,
    *,
    audited: Collection[int] = (),
    parts: Sequence[CheckPart] = (),
) -> CheckDetail:
    """The check with its findings unit by unit; when it was received where that was later."""
    late = check.received_at - check.done_at > timedelta(minutes=1)
    late = late and not check.corrects_id
    units: dict[int | None, list[Finding]] = {}
    for finding in check.findings:
        units.setdefault(finding.equipment_id, []).append(finding)
    return CheckDetail(
        row=row_of(check, audited=audited),
        received=_moment(check.received_at, check) if late else "",
        offline=without_signal(check),
        grade=_("Evidence grade %(number)d of 4", number=check.grade),
        note=check.note,
        photos=photos.get(None, ()),
        units=tuple(
            UnitFindings(
                _thing(found[0]),
                tuple(finding_line(each, photos.get(each.id, ())) for each in found),
                tuple(_part(each) for each in parts if each.equipment_id == unit),
            )
            for unit, found in units.items()
        ),
        room_address=url_for("scan.room", room_id=check.room_id),
        corrects_address=_address(correction.corrects),
        corrected_address=_address(correction.corrected_by),
        correct_address=_correct_address(check, tag) if correction.is_open else "",
    )


def _correct_address(check: Check, tag: Tag | None) -> str:
    asked: dict[str, Any] = {"scope": check.scope.value, "corrects": check.id}
    if tag:
        return url_for("scan.check", code=tag.code, **asked)
    return url_for("scan.check_untagged", room_id=check.room_id, **asked)


def _address(check_id: int | None) -> str:
    return url_for("checks.detail", check_id=check_id) if check_id else ""


def _part(part: CheckPart) -> tuple[str, str]:
    return part_words(part), url_for("equipment.stock", kept_id=part.move.stock_id)


def _thing(finding: Finding) -> str:
    return thing(finding.equipment.name if finding.equipment else None)


def finding_line(finding: Finding, photos: Sequence[Photo]) -> FindingLine:
    """A finding in words, with its photos."""
    return FindingLine(
        item=_(finding.item_text) if finding.item_text else "",
        whole=_("The unit as a whole") if finding.equipment_id else _("The room as a whole"),
        result=finding.result,
        reading=_reading(finding),
        why=str(REASONS[finding.reason]) if finding.reason else "",
        note=finding.note,
        fault_address=_fault_address(finding.fault_id) if finding.fault_id else "",
        photos=photos,
    )


def _fault_address(fault_id: int) -> str:
    """The fault for who mends it; for who only reads, what checks found of it."""
    page = "faults.fault" if clears(Audience.TECHNICIAN) else "checks.of_fault"
    return url_for(page, fault_id=fault_id)


def _reading(finding: Finding) -> str:
    if finding.read_on:
        return formats.full_date(finding.read_on)
    if finding.reading is None:
        return _(finding.answer) if finding.answer else ""
    read = f"{formats.number(finding.reading)} {finding.unit}".strip()
    return f"{read} ({finding.answer})" if finding.answer else read
