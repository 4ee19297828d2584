"""What is noted by itself of rows that are made, changed or removed, table by table.

So no service that changes a room or a plan can forget to say so. What is no change of a row has its
`audit.note` where it is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.audit.acts import Act
from app.checks.models import CheckItem, JobPlan, MovedWork, SeededFault
from app.codes.models import Tag, TagState
from app.database import Base
from app.equipment.models import Equipment, Spare, Vendor
from app.faults.models import (
    Duty,
    Fault,
    FaultState,
    PromiseMove,
    PromiseTarget,
    Report,
    ReportPhoto,
)
from app.guides.models import Guide
from app.notices.models import Channel
from app.people.models import Person
from app.places.models import (
    Building,
    CalendarFeed,
    Contingency,
    Floor,
    Holiday,
    PersonSite,
    Room,
    Site,
    SupportCalendar,
    SupportHours,
    Term,
    Zone,
    ZoneRoom,
)


@dataclass(frozen=True)
class Watched:
    """Which acts the rows of a table bring about; None: that is nobody's business."""

    made: Act | None = None
    changed: Act | None = None
    removed: Act | None = None
    states: Mapping[str, Mapping[Any, Act]] = field(default_factory=dict)
    """Columns whose new value is an act of its own: by the value, or by whether there is one."""
    but: frozenset[str] = frozenset()
    """Columns that change by themselves, or are told elsewhere."""
    of: tuple[str, ...] = ()
    """Keys, or ways of keys, to what is told instead of the row: the first that is set."""


def _in_use(retired: Act, brought_back: Act) -> dict[str, dict[Any, Act]]:
    return {"retired_at": {True: retired, False: brought_back}}


def _part(act: Act, *of: str) -> Watched:
    """A row that is part of another: whatever becomes of it changes that one."""
    return Watched(act, act, act, of=of)


PLACE = Watched(Act.PLACE_MADE, Act.PLACE_CHANGED, Act.PLACE_REMOVED)

WATCHED: dict[type[Base], Watched] = {
    Person: Watched(
        made=Act.PERSON_ADDED,
        changed=Act.PERSON_CHANGED,
        states={
            "active": {True: Act.PERSON_ON, False: Act.PERSON_OFF},
            "role": {True: Act.ROLE_SET},
            "qualifications": {True: Act.QUALIFIED, False: Act.QUALIFIED},
            "password": {True: Act.PASSWORD_CHOSEN},
            "limited": {True: Act.SITES_SET, False: Act.SITES_SET},
            "invited_at": {True: Act.INVITED, False: Act.INVITATION_ENDED},
            "calendar_secret": {True: Act.CALENDAR_RENEWED, False: Act.CALENDAR_CLOSED},
        },
        but=frozenset({"fs_uniquifier", "language", "public_name"}),
    ),
    PersonSite: Watched(Act.SITES_SET, None, Act.SITES_SET, of=("person_id",)),
    Site: PLACE,
    Building: PLACE,
    Floor: PLACE,
    Zone: PLACE,
    Room: Watched(
        Act.PLACE_MADE,
        Act.PLACE_CHANGED,
        Act.PLACE_REMOVED,
        _in_use(Act.PLACE_RETIRED, Act.PLACE_BROUGHT_BACK),
        frozenset({"last_checked_at", "last_checked_grade"}),
    ),
    ZoneRoom: _part(Act.PLACE_CHANGED, "zone_id"),
    Contingency: _part(Act.PLACE_CHANGED, "room_id"),
    CalendarFeed: Watched(Act.BOOKINGS_SET, None, Act.BOOKINGS_SET, of=("room_id",)),
    SupportCalendar: Watched(Act.PLACE_MADE, Act.CALENDAR_CHANGED, Act.PLACE_REMOVED),
    SupportHours: _part(Act.CALENDAR_CHANGED, "calendar_id"),
    Term: _part(Act.CALENDAR_CHANGED, "site_id"),
    Holiday: _part(Act.CALENDAR_CHANGED, "site_id"),
    Equipment: Watched(
        Act.UNIT_MADE,
        Act.UNIT_CHANGED,
        None,
        _in_use(Act.UNIT_RETIRED, Act.UNIT_BROUGHT_BACK) | {"room_id": {True: Act.UNIT_MOVED}},
        frozenset({"condition"}),
    ),
    Vendor: Watched(Act.VENDOR_CHANGED, Act.VENDOR_CHANGED, Act.VENDOR_REMOVED),
    Spare: Watched(Act.SPARE_CHANGED, Act.SPARE_CHANGED, Act.SPARE_REMOVED),
    Tag: Watched(
        states={"state": {TagState.VOID: Act.TAG_VOIDED, TagState.REPLACED: Act.TAG_REPLACED}},
        of=("room_id", "equipment_id"),
    ),
    Guide: Watched(
        Act.GUIDE_CHANGED,
        Act.GUIDE_CHANGED,
        None,
        _in_use(Act.GUIDE_RETIRED, Act.GUIDE_BROUGHT_BACK),
        frozenset({"confirmed_at", "confirmed_by_id", "version"}),
    ),
    JobPlan: Watched(
        Act.PLAN_MADE,
        Act.PLAN_CHANGED,
        None,
        _in_use(Act.PLAN_RETIRED, Act.PLAN_BROUGHT_BACK),
    ),
    CheckItem: _part(Act.PLAN_CHANGED, "job_plan_id"),
    MovedWork: Watched(made=Act.WORK_MOVED, of=("room_id",)),
    SeededFault: Watched(made=Act.FAULT_SEEDED, of=("room_id",)),
    Fault: Watched(
        states={
            "state": {
                FaultState.REJECTED: Act.FAULT_REJECTED,
                FaultState.REOPENED: Act.FAULT_REOPENED,
            },
            "merged_into_id": {True: Act.FAULTS_MERGED, False: Act.FAULT_SPLIT},
        }
    ),
    PromiseMove: Watched(made=Act.PROMISE_MOVED, of=("promise_id.fault_id",)),
    PromiseTarget: _part(Act.TARGETS_CHANGED, "calendar_id"),
    Duty: _part(Act.DUTY_CHANGED, "calendar_id"),
    ReportPhoto: Watched(
        states={"approved_at": {True: Act.PHOTO_PUBLISHED, False: Act.PHOTO_HIDDEN}},
        of=("report_id.fault_id",),
    ),
    Report: Watched(
        states={"shown_at": {True: Act.WORDS_PUBLISHED, False: Act.WORDS_HIDDEN}},
        of=("fault_id",),
    ),
    Channel: Watched(
        Act.CHANNEL_MADE,
        None,
        None,
        {"stopped_at": {True: Act.CHANNEL_STOPPED, False: Act.CHANNEL_STARTED}},
    ),
}
