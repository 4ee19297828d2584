"""Planned and past work of a list beside what exists. It makes no rooms and no equipment."""

from __future__ import annotations

from functools import cached_property

from app.imports.meaning.work.rows import PastRow, WorkRow
from app.imports.planning.estate import Estate, Thing
from app.imports.planning.placing.places import Places
from app.imports.planning.plans import Line, Values
from app.imports.planning.working.jobs import Jobs
from app.imports.planning.working.past import PastWorks
from app.imports.planning.working.units import Subjects


class Works:
    """Plans the lines of a work list, one after another."""

    def __init__(self, places: Places, estate: Estate, source: str) -> None:
        self._told = (places, estate, source)
        self._is_used = False

    @cached_property
    def _subjects(self) -> Subjects:
        return Subjects(*self._told)

    @cached_property
    def _past(self) -> PastWorks:
        _places, estate, source = self._told
        return PastWorks(self._subjects, estate, source)

    @cached_property
    def _jobs(self) -> Jobs:
        return Jobs(self._subjects, self._told[1])

    def line(self, row: WorkRow) -> Line:
        """What becomes of the row. Raises ImportRefused with the reason if it is refused."""
        self._is_used = True
        return self._past.line(row) if isinstance(row, PastRow) else self._jobs.line(row)

    @property
    def new(self) -> tuple[Thing, ...]:
        """The work that is told here for the first time."""
        return (*self._past.new, *self._jobs.new) if self._is_used else ()

    @property
    def changed(self) -> tuple[tuple[Thing, Values], ...]:
        """The work that is told otherwise than it is known, with its new values."""
        return (*self._past.changed, *self._jobs.changed) if self._is_used else ()
