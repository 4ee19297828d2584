"""Within how many support minutes each stage is promised, by priority.

| priority | seen  | attended | workaround | restored |
| -------- | ----- | -------- | ---------- | -------- |
| P1       | 2 min | 10 min   | 15 min     | 4 h, and before the next booking |
| P2       | 5 min | 30 min   | 1 h        | 8 h: the same day |
| P3       | 1 h   | 1 day    | 2 days     | 3 days   |
| P4       | 4 h   |          |            | 10 days  |

Source: the published targets of classroom support desks (one business day for a teaching room,
three for a lost function, ten for the cosmetic), as collected for the defaults P1 to P4. A support
day is counted as 8 support hours, so that a promise never depends on how long one team's day is.
A support calendar may have targets of its own.
"""

from collections.abc import Mapping

from app.faults.models import Priority, Stage

HOUR = 60
DAY = 8 * HOUR

Targets = Mapping[tuple[Priority, Stage], int | None]
"""Support minutes by priority and stage; None where nothing is promised."""

DEFAULTS: Targets = {
    (Priority.P1, Stage.SEEN): 2,
    (Priority.P1, Stage.ATTENDED): 10,
    (Priority.P1, Stage.WORKAROUND): 15,
    (Priority.P1, Stage.RESTORED): 4 * HOUR,
    (Priority.P2, Stage.SEEN): 5,
    (Priority.P2, Stage.ATTENDED): 30,
    (Priority.P2, Stage.WORKAROUND): HOUR,
    (Priority.P2, Stage.RESTORED): DAY,
    (Priority.P3, Stage.SEEN): HOUR,
    (Priority.P3, Stage.ATTENDED): DAY,
    (Priority.P3, Stage.WORKAROUND): 2 * DAY,
    (Priority.P3, Stage.RESTORED): 3 * DAY,
    (Priority.P4, Stage.SEEN): 4 * HOUR,
    (Priority.P4, Stage.ATTENDED): None,
    (Priority.P4, Stage.WORKAROUND): None,
    (Priority.P4, Stage.RESTORED): 10 * DAY,
}


def stages(targets: Targets, priority: Priority) -> dict[Stage, int]:
    """The stages that are promised for a priority, each with its support minutes.

    What works again by a moment is promised always: where targets say nothing, the default counts.
    """
    said = {stage: targets.get((priority, stage)) for stage in Stage}
    if said[Stage.RESTORED] is None:
        said[Stage.RESTORED] = DEFAULTS[priority, Stage.RESTORED]
    return {stage: minutes for stage, minutes in said.items() if minutes is not None}
