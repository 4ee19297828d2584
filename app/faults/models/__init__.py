"""Faults, reports, promises, what faults turned out to be, and who follows them."""

from app.faults.models.arriving import Mail, MailPhoto, MailState, Post
from app.faults.models.closing import Cause, Diagnosis, Mechanism, PartUsed, Remedy
from app.faults.models.faults import (
    OPEN,
    Fault,
    Report,
    ReportPhoto,
    TimelineEntry,
    room_id_now,
)
from app.faults.models.following import Follower, FollowVia
from app.faults.models.promises import Duty, Pause, Promise, PromiseMove, PromiseTarget
from app.faults.models.states import (
    MOVES,
    OPEN_STATES,
    Awaiting,
    Channel,
    Effect,
    Event,
    FaultState,
    Kind,
    Priority,
    Restoration,
    Stage,
)

__all__ = [
    "MOVES",
    "OPEN",
    "OPEN_STATES",
    "Awaiting",
    "Cause",
    "Channel",
    "Diagnosis",
    "Duty",
    "Effect",
    "Event",
    "Fault",
    "FaultState",
    "FollowVia",
    "Follower",
    "Kind",
    "Mail",
    "MailPhoto",
    "MailState",
    "Mechanism",
    "PartUsed",
    "Pause",
    "Post",
    "Priority",
    "Promise",
    "PromiseMove",
    "PromiseTarget",
    "Remedy",
    "Report",
    "ReportPhoto",
    "Restoration",
    "Stage",
    "TimelineEntry",
    "room_id_now",
]
