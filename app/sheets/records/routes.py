"""The inspection record of a room, as a PDF."""

from io import BytesIO

from flask import abort, send_file
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks import queries as checks
from app.codes import queries as codes
from app.equipment.queries import units_in
from app.faults.queries import open_in_room
from app.paper import queries as paper
from app.places import queries as places
from app.sheets.addresses import complaint
from app.sheets.blueprint import blueprint
from app.sheets.making.work import settings
from app.sheets.records.pages import Facts, record
from tags import write_record


@blueprint.get("/rooms/<int:room_id>/record.pdf")
@open_to(Audience.TECHNICIAN)
def room_record(room_id: int) -> Response:
    """What was checked in a room, printed with the code that leads to how it is now."""
    room = places.room(room_id) or abort(404)
    facts = Facts(
        room=room,
        tag=None if room.is_retired else codes.of_room(room_id),
        units=units_in(room_id),
        faults=open_in_room(room_id),
        history=checks.history(room_id),
        left_out=checks.units_left_out(room_id),
    )
    address = "" if complaint(settings().public_url) else settings().public_url
    style = paper.house()
    house = style.organisation or settings().organisation
    out = BytesIO()
    write_record(record(facts, house, style.accent, address, clock.now()), out)
    out.seek(0)
    return send_file(out, "application/pdf", download_name=f"{room.name}.pdf")
