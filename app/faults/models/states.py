"""The words that a fault's life is written in, and which state may follow which."""

from enum import StrEnum


class FaultState(StrEnum):
    """Where a fault stands. Restored (it works again) is not resolved (the cause is gone)."""

    REPORTED = "reported"
    SEEN = "seen"
    ATTENDED = "attended"
    WAITING = "waiting"
    REOPENED = "reopened"
    RESTORED = "restored"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"

    @property
    def is_open(self) -> bool:
        """Whether something is still broken."""
        return self in OPEN_STATES


S = FaultState

OPEN_STATES = frozenset({S.REPORTED, S.SEEN, S.ATTENDED, S.WAITING, S.REOPENED})

MOVES: dict[FaultState, frozenset[FaultState]] = {
    S.REPORTED: frozenset({S.SEEN, S.ATTENDED, S.WAITING, S.RESTORED, S.REJECTED, S.DUPLICATE}),
    S.SEEN: frozenset({S.ATTENDED, S.WAITING, S.RESTORED, S.REJECTED, S.DUPLICATE}),
    S.ATTENDED: frozenset({S.WAITING, S.RESTORED, S.REJECTED, S.DUPLICATE}),
    S.WAITING: frozenset({S.ATTENDED, S.RESTORED, S.REJECTED, S.DUPLICATE}),
    S.REOPENED: frozenset({S.SEEN, S.ATTENDED, S.WAITING, S.RESTORED, S.REJECTED, S.DUPLICATE}),
    S.RESTORED: frozenset({S.RESOLVED, S.CLOSED, S.REOPENED}),
    S.RESOLVED: frozenset({S.CLOSED, S.REOPENED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REJECTED: frozenset({S.REOPENED}),
    S.DUPLICATE: frozenset({S.REOPENED}),
}
"""Which state may follow which. Resolved is closed when the reporter confirms, or by time; what
came again is reopened; a duplicate that was none after all is reopened when it is split off."""


class Kind(StrEnum):
    """What somebody tells: something is broken, they ask, or they wish for something."""

    BROKEN = "broken"
    QUESTION = "question"
    SUGGESTION = "suggestion"


class Effect(StrEnum):
    """What the fault takes away: part of a unit, the unit, or the use of the room."""

    DEGRADED = "degraded"
    UNIT_DOWN = "unit_down"
    ROOM_DOWN = "room_down"

    def outweighs(self, other: "Effect") -> bool:
        """Whether it takes away more than the other."""
        return list(Effect).index(self) > list(Effect).index(other)


class Priority(StrEnum):
    """How pressing a fault is; the first is the most pressing."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Channel(StrEnum):
    """How a fault, or a report of it, came to be known."""

    TAG = "tag"
    CHECK = "check"
    STAFF = "staff"
    PHONE = "phone"
    WALK_IN = "walk_in"
    EMAIL = "email"


class Restoration(StrEnum):
    """How it came to work again: around the cause, or by taking the cause away."""

    WORKAROUND = "workaround"
    REPAIR = "repair"


class Stage(StrEnum):
    """What is promised: that somebody reads it, stands there, makes do, and makes it work."""

    SEEN = "seen"
    ATTENDED = "attended"
    WORKAROUND = "workaround"
    RESTORED = "restored"


class Awaiting(StrEnum):
    """What a fault waits for; only with one of these reasons does the clock of a promise stop."""

    PART = "part"
    VENDOR = "vendor"
    ACCESS = "access"
    USER = "user"


class Event(StrEnum):
    """What a timeline tells besides moves and notes; the words are found when it is shown."""

    TAKEN = "taken"
    FOUND_AGAIN = "found_again"
    EFFECT_SET = "effect_set"
    WORKS_AGAIN = "works_again"
    STILL_BROKEN = "still_broken"
    PROMISE_MOVED = "promise_moved"
    PRIORITY_SET = "priority_set"
    ARRIVED = "arrived"
    MERGED = "merged"
    SPLIT = "split"
    SWAPPED = "swapped"
    PART_USED = "part_used"
    VENDOR_ASKED = "vendor_asked"
    RATED = "rated"
    WARNED = "warned"
    MAY_SLIP = "may_slip"
    BY_TIME = "by_time"
    MAILED = "mailed"
