"""The page of the audit log, and its file: for auditors and administrators."""

from flask import Blueprint, Response, render_template, request, stream_with_context

from app import clock
from app.access import Audience, open_to
from app.logbook import queries, signing, watching
from app.logbook.pages import log_page, written
from app.people import queries as people

blueprint = Blueprint("logbook", __name__)
blueprint.record_once(lambda state: signing.bind(state.app))
blueprint.after_app_request(signing.note_refusal)
watching.begin()


def _asked() -> tuple[queries.Filter, bool]:
    return queries.asked_for(request.args, clock.usual_zone())


@blueprint.get("/audit")
@open_to(Audience.AUDITOR)
def listing() -> str:
    """What was done, newest first."""
    wanted, understood = _asked()
    found = queries.listing(wanted)
    page = log_page(found, wanted, people.everyone(), understood=understood)
    return render_template("logbook/listing.html", page=page)


@blueprint.get("/audit.csv")
@open_to(Audience.AUDITOR)
def file() -> Response:
    """All that the filters leave, as a list."""
    wanted, _understood = _asked()
    lines = stream_with_context(written(queries.chunks(wanted)))
    answer = Response(lines, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=audit-log.csv"
    return answer
