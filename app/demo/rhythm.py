"""How often the demo's campus does its shipped job plans: on days of its own year.

The shipped ones count from the day on which each unit came; a team that walks by terms moves them
to the beginning of these.
"""

from sqlalchemy import select

from app.checks.models import JobPlan
from app.extensions import db

RHYTHM = {
    "Term service": "FREQ=YEARLY;BYMONTH=1,9;BYMONTHDAY=1",
    "Quarter service": "FREQ=YEARLY;BYMONTH=1,4,9,11;BYMONTHDAY=1",
    "Annual service": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",
    "Annual test": "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1",
    "Annual maintenance (certified person)": "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1",
    "Annual certification": "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1",
}
"""By the name of the plan."""


def keep_rhythm() -> None:
    """Give the shipped plans the days on which the story walks."""
    for plan in db.session.scalars(select(JobPlan).where(JobPlan.name.in_(RHYTHM))):
        plan.rrule = RHYTHM[plan.name]
    db.session.flush()
