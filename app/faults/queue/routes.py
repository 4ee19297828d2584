"""The page of the queue."""

from flask import Response, make_response, render_template, request
from flask_security import current_user

from app import clock
from app.access import Audience, open_to
from app.faults.arriving.queries import standing
from app.faults.blueprint import blueprint
from app.faults.promises.duty.pages import on_call_everywhere
from app.faults.promises.duty.queries import everywhere
from app.faults.queue import queries
from app.faults.queue.pages import queue_page
from app.places import queries as places


@blueprint.get("/faults")
@open_to(Audience.TECHNICIAN)
def queue() -> Response:
    """What is owed, the soonest first; nothing for a page that shows all this already."""
    wanted, now = queries.wanted_faults(request.args), clock.now()
    found = queries.queue(wanted, current_user.id, today=now.date())
    calls = on_call_everywhere(everywhere(now))
    page = queue_page(wanted, found, places.buildings(), calls, now)
    if request.if_none_match.contains(page.version):
        return Response(status=304)
    return make_response(render_template("faults/queue.html", page=page, mail=standing()))
