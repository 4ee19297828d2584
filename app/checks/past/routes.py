"""The page of past work: what other systems tell of."""

from flask import abort, render_template, request

from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.past.listing import PastFilter, listed, wanted_past
from app.checks.past.pages import past_page
from app.equipment import queries as equipment
from app.equipment.models import Equipment
from app.numbers import page_of
from app.places import queries as places
from app.places.models import Room


def _of(wanted: PastFilter) -> Room | Equipment | None:
    if wanted.unit_id:
        return equipment.unit(wanted.unit_id) or abort(404)
    return (places.room(wanted.room_id) or abort(404)) if wanted.room_id else None


@blueprint.get("/checks/past")
@open_to(Audience.STAFF)
def past() -> str:
    """All past work, of one room or of one unit, the newest day first."""
    wanted = wanted_past(request.args)
    found = listed(wanted, page_of(request.args))
    page = past_page(found, wanted, places.buildings(), _of(wanted))
    return render_template("checks/past.html", page=page)
