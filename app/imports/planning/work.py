"""Planned and past work of a list beside what exists. It makes no rooms and no equipment."""

from __future__ import annotations

from app.imports.meaning.work import PastRow, WorkRow
from app.imports.planning.estate import Estate, Thing
from app.imports.planning.past_work import PastWorks
from app.imports.planning.places import Places
from app.imports.planning.plans import Line, Values
from app.imports.planning.work_jobs import Jobs
from app.imports.planning.work_units import Subjects


class Works:
    """Plans the lines of a work list, one after another."""

    def __init__(self, places: Places, estate: Estate, source: str) -> None:
        subjects = Subjects(places, estate, source)
        self._past, self._jobs = PastWorks(subjects, estate, source), Jobs(subjects, estate)

    def line(self, row: WorkRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        return self._past.line(row) if isinstance(row, PastRow) else self._jobs.line(row)

    @property
    def new(self) -> tuple[Thing, ...]:
        """The work that is told here for the first time."""
        return (*self._past.new, *self._jobs.new)

    @property
    def changed(self) -> tuple[tuple[Thing, Values], ...]:
        """The work that is told otherwise than it is known, with its new values."""
        return (*self._past.changed, *self._jobs.changed)
