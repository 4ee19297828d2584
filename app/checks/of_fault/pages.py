"""What checks found of a fault, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.checks.models import Finding
from app.checks.pages import CheckRow, FindingLine, Photos, finding_line, row_of
from app.faults import words
from app.faults.models import Fault


@dataclass(frozen=True)
class FoundThen:
    """One finding, and the check that made it."""

    check: CheckRow
    line: FindingLine


@dataclass(frozen=True)
class FaultChecks:
    """A fault, and what checks said of it, newest first."""

    number: int
    title: str
    found: tuple[FoundThen, ...]


def fault_page(fault: Fault, found: Sequence[Finding], photos: Photos) -> FaultChecks:
    """The page of a fault's findings; each must bring its check with place and person."""
    return FaultChecks(
        number=fault.id,
        title=f"{words.place(fault)}: {_(words.title(fault))}",
        found=tuple(
            FoundThen(row_of(each.check), finding_line(each, photos.get(each.id, ())))
            for each in found
        ),
    )
