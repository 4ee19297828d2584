"""Which tables lean on which rows that an import can make; a test finds one that is missing."""

from sqlalchemy import and_, exists

from app.batches.models import BatchTag
from app.checks.models import (
    Check,
    CheckItem,
    CheckPart,
    DueWork,
    Finding,
    MovedWork,
    RoundStop,
    SeededFault,
)
from app.codes.models import Tag, TagState
from app.equipment.models import SystemUnit
from app.faults.models import Duty, Fault, PartUsed, PromiseTarget
from app.guides.models import Guide, Solved
from app.imports.models import Left, What
from app.places.models import (
    Booking,
    CalendarFeed,
    Contingency,
    Holiday,
    PersonSite,
    RoomAlternative,
    Term,
    ZoneRoom,
)

LEANS = (
    (What.PAST, "room_id", What.ROOM),
    (What.PAST, "equipment_id", What.UNIT),
    (What.JOB, "room_id", What.ROOM),
    (What.JOB, "equipment_id", What.UNIT),
    (What.JOB, "model_id", What.MODEL),
    (What.MOVE, "stock_id", What.STOCK),
    (What.STOCK, "spare_id", What.SPARE),
    (What.STOCK, "site_id", What.SITE),
    (What.SPARE, "model_id", What.MODEL),
    (What.SPARE, "vendor_id", What.VENDOR),
    (What.SYSTEM, "building_id", What.BUILDING),
    (What.ZONE, "building_id", What.BUILDING),
    (What.UNIT, "vendor_id", What.VENDOR),
    (What.UNIT, "room_id", What.ROOM),
    (What.UNIT, "model_id", What.MODEL),
    (What.ROOM, "floor_id", What.FLOOR),
    (What.ROOM, "building_id", What.BUILDING),
    (What.ROOM, "support_calendar_id", What.CALENDAR),
    (What.FLOOR, "building_id", What.BUILDING),
    (What.BUILDING, "site_id", What.SITE),
    (What.SITE, "support_calendar_id", What.CALENDAR),
)
"""Which kind leans on which, by which of its columns."""

LINKS = (
    (What.ZONE, "rooms", ZoneRoom.zone_id, ZoneRoom.room_id, What.ROOM),
    (What.SYSTEM, "units", SystemUnit.system_id, SystemUnit.equipment_id, What.UNIT),
)
"""Which kind consists of which others: the name of its members, the keys of a link, their kind."""

IN_ORDERS = exists().where(BatchTag.tag_id == Tag.id)
NEVER_OUT = and_(
    Tag.state == TagState.BLANK,
    Tag.printed_at.is_(None),
    Tag.placed_at.is_(None),
    Tag.scanned_on.is_(None),
    ~IN_ORDERS,
)
"""Of a tag whose code was made, and is on no paper and in no order: it goes with its room."""

BUILT_ON = (
    (Left.CHECKED, What.ROOM, Check.room_id, None),
    (Left.CHECKED, What.UNIT, Finding.equipment_id, None),
    (Left.CHECKED, What.UNIT, CheckPart.equipment_id, None),
    (Left.FAULT, What.ROOM, Fault.room_id, None),
    (Left.FAULT, What.UNIT, Fault.equipment_id, None),
    (Left.TAG, What.ROOM, Tag.room_id, ~NEVER_OUT),
    (Left.TAG, What.UNIT, Tag.equipment_id, ~NEVER_OUT),
    (Left.EDITED, What.JOB, CheckItem.job_plan_id, None),
    (Left.PLANNED, What.SITE, Term.site_id, None),
    (Left.PLANNED, What.SITE, Holiday.site_id, None),
    (Left.PLANNED, What.ROOM, Booking.room_id, None),
    (Left.PLANNED, What.ROOM, CalendarFeed.room_id, None),
    (Left.PLANNED, What.ROOM, RoundStop.room_id, None),
    (Left.PLANNED, What.ROOM, SeededFault.room_id, None),
    (Left.PLANNED, What.UNIT, SeededFault.equipment_id, None),
    (Left.PLANNED, What.ROOM, MovedWork.room_id, None),
    (Left.PLANNED, What.UNIT, MovedWork.equipment_id, None),
    (Left.PLANNED, What.JOB, MovedWork.plan_id, None),
    (Left.PLANNED, What.ROOM, Contingency.room_id, None),
    (Left.PLANNED, What.ROOM, RoomAlternative.room_id, None),
    (Left.PLANNED, What.ROOM, RoomAlternative.other_id, None),
    (Left.EDITED, What.MODEL, Guide.model_id, None),
    (Left.EDITED, What.UNIT, Guide.equipment_id, None),
    (Left.USED, What.ROOM, Solved.room_id, None),
    (Left.USED, What.UNIT, Solved.equipment_id, None),
    (Left.USED, What.SITE, PersonSite.site_id, None),
    (Left.CHECKED, What.MOVE, CheckPart.move_id, None),
    (Left.FAULT, What.MOVE, PartUsed.move_id, None),
    (Left.USED, What.CALENDAR, PromiseTarget.calendar_id, None),
    (Left.USED, What.CALENDAR, Duty.calendar_id, None),
)
"""What holds a row that was made: the first of these that there is, is told."""

COMPUTED = (
    (What.ROOM, DueWork.room_id),
    (What.UNIT, DueWork.equipment_id),
    (What.JOB, DueWork.plan_id),
)
"""What was computed from a row that was made: it goes with it, and is computed anew."""
