"""What the last page of an import shows: what was stored, and what one can do with it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.extensions import db
from app.imports.deciding.pages import Shape, shape
from app.imports.looking.trial import Figure, beside, summed
from app.imports.models import Action, ImportChange, What
from app.imports.planning.plans import Outcome
from app.imports.runs.found.findings import Findings
from app.imports.runs.stages import Run
from app.places.models import Room

FEW = 60
"""As many rooms can be named one by one in an address; of more, the buildings are named."""
MOST_BUILDINGS = 200


@dataclass(frozen=True)
class DonePage:
    """What came of a file; addresses are empty where there is nothing to do.

    `was_too_late` says that somebody wanted to cancel it when it was stored already.
    """

    name: str
    was_too_late: bool
    sentence: str
    figures: tuple[Figure, ...]
    beside: tuple[str, ...]
    batch_address: str
    tags_address: str
    tags_words: str
    refused_address: str
    refused_words: str
    shape: Shape | None


def done_page(run: Run, found: Findings | None = None) -> DonePage:
    """The counts that were noted when it was applied; `found` is what the file looked like."""
    done = run.done or {}
    refused = done.get(Outcome.REFUSED.value, 0)
    stored = _("It is stored. Importing the same file again would change nothing.")
    if refused:
        stored = _("It is stored without the refused lines. Mend those and import the file again.")
    rooms = new_rooms(done["batch"])
    return DonePage(
        name=run.name,
        was_too_late=run.too_late,
        sentence=stored,
        figures=summed(done),
        beside=tuple(beside(done)),
        batch_address=url_for("imports.batch", batch_id=done["batch"]),
        tags_address=url_for("sheets.order", **_wanted(rooms)) if rooms else "",
        tags_words=ngettext("Print its tag", "Print their tags", len(rooms)),
        refused_address=_refused_file(run) if refused else "",
        refused_words=ngettext(
            "The refused line as a file", "The refused lines as a file", refused
        ),
        shape=shape_of(run, found) if found else None,
    )


def shape_of(run: Run, found: Findings, name: str = "") -> Shape | None:
    """How lists of this shape are read and remembered; None where the list shows no columns."""
    if not found.listed or not found.header:
        return None
    return shape(run.token, run.name, found.header, run.typed, name)


def new_rooms(batch_id: int) -> Sequence[tuple[int, int]]:
    """The rooms that an import made and that stand, each with its building."""
    asked = (
        select(Room.id, Room.building_id)
        .join(ImportChange, ImportChange.row_id == Room.id)
        .where(ImportChange.batch_id == batch_id)
        .where(ImportChange.what == What.ROOM)
        .where(ImportChange.action == Action.CREATED)
        .order_by(Room.id)
    )
    return [(room, building) for room, building in db.session.execute(asked)]


def _wanted(rooms: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """What the order of tags is asked for: these rooms, or what has none yet in their buildings."""
    if len(rooms) <= FEW:
        return {"room": [room for room, _building in rooms]}
    buildings = sorted({building for _room, building in rooms})
    if len(buildings) <= MOST_BUILDINGS:
        return {"building": buildings, "unprinted": 1}
    return {"all": 1, "unprinted": 1}


def _refused_file(run: Run) -> str:
    return url_for("imports.lines_file", token=run.token, ending="csv", show=Outcome.REFUSED.value)
