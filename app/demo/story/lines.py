"""What a visit of the demo's story finds on one unit."""

from dataclasses import dataclass
from datetime import date

from app.checks.models import Reason, Result
from app.demo.story.world import UnitPlan


@dataclass(frozen=True)
class Line:
    """One finding; `item` is the check item's code, empty for the unit as a whole."""

    unit: UnitPlan
    result: Result
    item: str = ""
    reason: Reason | None = None
    reading: float | None = None
    read_on: date | None = None
    note: str = ""
    trouble: int | None = None
    """The number of the fault in the story."""
