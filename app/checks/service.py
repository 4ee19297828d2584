"""Logging a check: one visit, what it found, and the faults that follow from it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.checks.audits import comparing as audits
from app.checks.audits.seeded import service as seeded
from app.checks.due import service as due
from app.checks.evidence import WithoutSignal, grade_of
from app.checks.logging.corrections import insist_correctable
from app.checks.logging.following import FollowUp, tell_faults, with_follow_ups
from app.checks.logging.found import Found, overall, readings, refuse_empty, settled
from app.checks.logging.parts import Used, use
from app.checks.logging.repeats import SAME_VISIT, fingerprint, pictured, sent_before, stored_before
from app.checks.logging.statutory import is_statutory
from app.checks.logging.times import insist_possible
from app.checks.models import Check, CheckPhoto, Finding, NoTag, Reason, Result, Scope
from app.checks.queries import stands
from app.checks.rounds import service as rounds
from app.extensions import db
from app.faults import service as faults
from app.faults.models import Fault
from app.faults.record import Wrong
from app.people.models import Person
from app.photos import service as photo_service
from app.photos.cleaning import Picture
from app.places import service as places
from app.places.models import Room

__all__ = ["SAME_VISIT", "Found", "Used", "WithoutSignal", "log", "overall"]

Faults = dict[int | None, Fault]
"""By the key of the unit; None for the room itself."""


def log(  # noqa: PLR0913 - a visit has this many sides
    room: Room,
    by: Person,
    scope: Scope,
    findings: Sequence[Found],
    *,
    key: str,
    note: str = "",
    reason: Reason | None = None,
    scan: str | None = None,
    scanned_at: datetime | None = None,
    photos: Sequence[Picture] = (),
    follow_ups: Sequence[FollowUp] = (),
    parts: Sequence[Used] = (),
    corrects: Check | None = None,
    no_tag: NoTag | None = None,
    device: WithoutSignal | None = None,
    at: datetime,
    received_at: datetime,
) -> Check:
    """The stored check. `reason` says why the room could not be checked; then nothing was found.

    `scan` is that of the tag by which the visit began, as the server gave it out at `scanned_at`;
    None: no scan.
    `photos` are of the visit as a whole; each was cleaned before, while nobody waited for us.
    `follow_ups` are the answers to what failed last time, as `failing.latest_findings` gives it.
    `parts` went into units; a correction says anew which, and what it corrects gives its own back.

    `corrects` is the check that this one puts right, and `note` why: it is of the same visit, so
    of the same moment, and only recorded. So is one without a tag, for which `no_tag` gives why.

    `device` says how a phone made it without signal.

    The same key and body again give the first check; another body under the key is refused. So
    does the body of the person's last check here, under any key, within `SAME_VISIT`. Each unit
    that failed gets a fault, or joins the one that it has; all in the caller's transaction.
    """
    _queue_up(room)
    visit = Check(
        room_id=room.id,
        person_id=by.id,
        scope=scope,
        reason=reason,
        note=note,
        done_at=corrects.done_at if corrects else at,
        received_at=received_at,
        key=key,
        scan=None if corrects else scan,
        scanned_at=None if corrects else scanned_at,
        corrects_id=corrects.id if corrects else None,
        no_tag=no_tag,
        is_offline=device is not None,
        clock_off=device.clock_off if device else None,
    )
    more = [visit.corrects_id, *pictured(photos), *(each.told for each in follow_ups)]
    more += [no_tag] if no_tag else []
    more += [each.told for each in parts]
    more += [each.told for each in findings if each.told]
    visit.body_hash = fingerprint(visit, findings, more)
    if earlier := sent_before(visit):
        return earlier
    _insist(visit, corrects, room, by, at)
    found = [settled(each, room, at) for each in with_follow_ups(findings, follow_ups)]
    refuse_empty(found, reason)
    visit.result = overall([each.result for each in found])
    visit.grade = grade_of(visit, readings(found), device)
    if earlier := stored_before(visit):
        return earlier
    _add_photos(visit, None, photos)
    tell_faults(room, follow_ups, by=by, at=at)
    _add_findings(visit, found, _faults_of(found, room, by, at))
    use(visit, room, parts, by)
    _mark_checked(room, visit)
    audits.answer(visit)
    seeded.notice(visit)
    if not corrects:
        rounds.done(visit)
    due.refresh([room.id])
    return visit


def _insist(visit: Check, corrects: Check | None, room: Room, by: Person, at: datetime) -> None:
    """Refuse what can't be: a correction that may not be made, or an impossible moment."""
    if corrects:
        insist_correctable(corrects, room, by, note=visit.note, at=at)
    else:
        insist_possible(room, at=at, received_at=visit.received_at)


def _queue_up(room: Room) -> None:
    """Two checks of one room at once: the second waits here, and finds the room as it is then.

    Before anything is stored: a row that refers to the room holds it already, and two holders
    who both want it for themselves would wait for each other.
    """
    db.session.refresh(room, ["version", "last_checked_at"], with_for_update=True)


def _faults_of(findings: Sequence[Found], room: Room, by: Person, at: datetime) -> Faults:
    """One fault for each unit that failed, opened or joined, with the words of what failed."""
    failed: dict[int | None, list[Found]] = {}
    for each in findings:
        if each.result is Result.FAIL:
            failed.setdefault(each.equipment_id, []).append(each)
    return {
        key: faults.found_in_check(
            room,
            found[0].equipment,
            Wrong(
                "\n".join(each.words for each in found),
                next((each.symptom for each in found if each.symptom), None),
                next((each.effect for each in found if each.effect), None),
                is_statutory(found),
            ),
            by=by,
            at=at,
        )
        for key, found in failed.items()
    }


def _add_findings(visit: Check, findings: Sequence[Found], faults_of: Faults) -> None:
    for each in findings:
        fault = faults_of[each.equipment_id] if each.result is Result.FAIL else None
        finding = _finding(visit, each, fault)
        db.session.add(finding)
        if each.photos:
            db.session.flush()
            _add_photos(visit, finding, each.photos)
    db.session.flush()


def _finding(visit: Check, found: Found, fault: Fault | None) -> Finding:
    return Finding(
        check_id=visit.id,
        equipment_id=found.equipment_id,
        item_id=found.item_id,
        item_text=found.item.text if found.item else "",
        result=found.result,
        reason=found.reason,
        reading=found.reading,
        read_on=found.read_on,
        unit=found.item.unit if found.item and found.reading is not None else "",
        answer=found.answer,
        note=found.remark,
        fault_id=fault.id if fault else None,
    )


def _add_photos(visit: Check, finding: Finding | None, pictures: Sequence[Picture]) -> None:
    for picture in pictures:
        photo = photo_service.keep(picture, at=visit.received_at)
        of = finding.id if finding else None
        db.session.add(CheckPhoto(check_id=visit.id, finding_id=of, photo_id=photo.id))


def _mark_checked(room: Room, visit: Check) -> None:
    """Remember the last check that saw anything and that still stands, if the visit touches it."""
    last = _last_standing(room) if visit.corrects_id else None
    before = room.last_checked_at
    if visit.corrects_id:
        room.last_checked_at = last.done_at if last else None
        room.last_checked_grade = last.grade if last else None
    elif visit.result is not Result.NOT_CHECKED and (before is None or before < visit.done_at):
        room.last_checked_at, room.last_checked_grade = visit.done_at, visit.grade
    places.touch(room)
    db.session.flush()


def _last_standing(room: Room) -> Check | None:
    return db.session.scalar(
        select(Check)
        .where(Check.room_id == room.id, Check.result != Result.NOT_CHECKED, stands())
        .order_by(Check.done_at.desc(), Check.id.desc())
        .limit(1)
    )
