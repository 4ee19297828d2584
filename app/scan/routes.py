"""What the address of a tag shows: to a visitor, to a technician, to a manager."""

import re

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, clears, open_to
from app.checks.queries import latest_findings
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.code import read_code
from app.extensions import db
from app.numbers import page_of
from app.places import queries as places
from app.scan import check_routes, queries, report_routes  # noqa: F401 - they add their routes
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.pages import tag_page
from app.scan.queries import RoomFacts


def _room_page(facts: RoomFacts) -> str:
    page = tag_page(facts, clock.now())
    if not clears(Audience.TECHNICIAN):
        return render_template("scan/tag.html", page=page)
    return render_template(
        "scan/staff.html", page=page, facts=facts, failing=latest_findings(facts.room.id)
    )


@blueprint.get("/T/<code>")
@blueprint.get("/t/<code>")
@open_to(Audience.ANYONE)
def tag(code: str) -> str | tuple[str, int] | Response:
    """The page of the room on whose wall this code is."""
    found = codes.answering(code)
    if found is None:
        return unknown_tag()
    return make_response(_room_page(queries.facts(found.home, found, page_of(request.args))))


@blueprint.get("/T/<code>/check", endpoint="check_in_capitals", defaults={"page": "scan.check"})
@blueprint.get("/T/<code>/report", endpoint="report_in_capitals", defaults={"page": "scan.report"})
@open_to(Audience.ANYONE)
def in_capitals(code: str, page: str) -> Response:
    """Lead whoever typed on after the address of the code, which is in capitals."""
    return redirect(url_for(page, code=code))


@blueprint.get("/t/")
@open_to(Audience.ANYONE)
def find() -> str | tuple[str, int] | Response:
    """Go on to the code, or the tag's whole address, that was typed on the first page."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return redirect(url_for("board.home"))
    code = next(filter(None, map(read_code, re.split(r"[/?#]", typed))), None)
    if code is None:
        return render_template("scan/unknown.html", typed=typed), 404
    return redirect(url_for("scan.tag", code=code))


@blueprint.get("/rooms/<int:room_id>")
@open_to(Audience.TECHNICIAN)
def room(room_id: int) -> str:
    """The page of a room for staff, with or without a tag."""
    found = places.room(room_id) or abort(404)
    return _room_page(queries.facts(found, codes.of_room(room_id), page_of(request.args)))


@blueprint.post("/t/<code>/void")
@open_to(Audience.MANAGER)
def void(code: str) -> Response:
    """Make a lost tag answer like one that never was."""
    found = codes.answering(code) or abort(404)
    tags.void(found, at=clock.now())
    db.session.commit()
    flash(_("The tag is void. Print a new one for this room."), "success")
    return redirect(url_for("scan.room", room_id=found.home.id), 303)
