"""What the address of a tag shows: to a visitor, to a technician, to a manager."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, begin_as_staff, clears, open_to
from app.checks.audits import queries as audits
from app.checks.logging.failing import latest_findings
from app.checks.past.pages import past_section
from app.checks.rounds.pages import strip
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.code import code_within
from app.codes.models import Tag
from app.extensions import db
from app.faults import queries as faults
from app.faults.handling import service as at_it
from app.guides import queries as guides
from app.guides import service as guides_service
from app.numbers import page_of
from app.places import queries as places
from app.places.models import Room
from app.scan import queries
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.checking import routes as checking  # noqa: F401 - it adds its routes
from app.scan.checking.presence import beginning, scanned
from app.scan.claiming import routes as claiming  # noqa: F401 - so does this
from app.scan.helping import routes as helping  # noqa: F401 - this, too
from app.scan.known import known_here
from app.scan.life.pages import tag_life
from app.scan.life.routes import held
from app.scan.pages import tag_page
from app.scan.photo_form import PhotoForm
from app.scan.queries import RoomFacts
from app.scan.reporting import routes as reporting  # noqa: F401 - and this
from app.scan.scanner import routes as scanner  # noqa: F401 - and this
from app.scan.still_right import still_right
from app.storing import status_of, stored

PRINTED = "/T/"
"""How the address on paper begins: in capitals, as no link of ours does."""


def _is_for(audience: Audience, room: Room) -> bool:
    """Whether who asks belongs to the audience at the room's site; else they are a visitor here."""
    return clears(audience) and begin_as_staff(room.building.site_id)


def _room_page(facts: RoomFacts, form: PhotoForm | None = None, scan: str = "") -> str:
    """The page for whoever asks; `scan` is what a check that begins here says of its scan."""
    now = clock.now()
    page = tag_page(facts, now)
    if not _is_for(Audience.STAFF, facts.room):
        return render_template("scan/tag.html", page=page)
    tag = queries.tag_facts(facts.tag) if facts.tag else None
    blind = bool(
        audits.blind_in([facts.room.id], current_user.id, now) and clears(Audience.TECHNICIAN)
    )
    return render_template(
        "scan/staff.html",
        page=page,
        facts=facts,
        failing=() if blind else latest_findings(facts.room.id),
        blind=blind,
        life=tag_life(tag, facts.room, now, scanned=form is not None) if tag else None,
        tags=codes.of_units([unit.id for unit in facts.units]),
        past=past_section(facts.room, facts.tag.equipment_id if facts.tag else None),
        zones=places.zones_of(facts.room.id),
        round=strip(facts.room.id, current_user, now),
        asked=still_right(facts.room, facts.tag, current_user, now),
        known=known_here(facts) if clears(Audience.TECHNICIAN) and not blind else None,
        form=form,
        scan=scan,
    )


def _scanned(found: Tag) -> str:
    facts = queries.facts(found.home, found, page_of(request.args))
    if not _is_for(Audience.TECHNICIAN, facts.room):
        return _room_page(facts)
    return _room_page(facts, PhotoForm(), request.args.get("scan", ""))


@blueprint.get("/T/<code>")
@blueprint.get("/t/<code>")
@open_to(Audience.ANYONE)
def tag(code: str) -> str | tuple[str, int] | Response:
    """The page of the room, or the unit, on which this code is; staff may claim a blank one."""
    found = codes.answering(code)
    is_printed = request.path.startswith(PRINTED)
    if found and is_printed and _is_for(Audience.TECHNICIAN, found.home):
        # Not the printed address itself: opened again from the phone's history, it is no scan.
        scan = scanned(found, current_user, at=clock.now())
        return redirect(url_for("scan.tag", code=found.code, scan=scan))
    if found:
        return make_response(_scanned(found))
    if clears(Audience.TECHNICIAN) and (blank := codes.unclaimed(code)):
        return redirect(url_for("scan.claim", code=blank.code))
    return unknown_tag()


@blueprint.post("/t/<code>/placed")
@open_to(Audience.TECHNICIAN)
def placed(code: str) -> str | tuple[str, int] | Response:
    """Somebody who scanned the tag saw it in its place, perhaps with a photo."""
    form = PhotoForm()

    def act() -> None:
        photo = form.taken(clock.now())
        tags.place(held(code), current_user, photo=photo, at=clock.now())

    if stored(form, act):
        flash(_("Noted: this tag is in its place."), "success")
        return redirect(url_for("scan.tag", code=code), 303)
    found = codes.answering(code) or abort(404)
    return _room_page(queries.facts(found.home, found), form), status_of(form)


@blueprint.post("/t/<code>/faults/<int:fault_id>/arrived")
@open_to(Audience.TECHNICIAN)
def arrived(code: str, fault_id: int) -> Response:
    """Somebody who has just scanned the tag is there, and works on a fault."""
    found, now = codes.answering(code) or abort(404), clock.now()
    fault = faults.fault(fault_id, to_change=True) or abort(404)
    if fault.room_now.id != found.home.id:
        abort(404)
    if not beginning(found, current_user, request.form.get("scan", ""), at=now):
        flash(_("The scan was too long ago. Scan the tag again, then tap this."), "problem")
        return redirect(url_for("scan.tag", code=found.code), 303)
    at_it.arrive(fault, current_user, at=now)
    db.session.commit()
    flash(_("Noted: you are there, scanned at the tag."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


@blueprint.post("/rooms/<int:room_id>/guides/<int:guide_id>/confirm")
@open_to(Audience.TECHNICIAN)
def confirm_guide(room_id: int, guide_id: int) -> Response:
    """Whoever checked what stands in a room saw that a guide about it is still right."""
    room = places.room(room_id) or abort(404)
    guide = guides.guide(guide_id) or abort(404)
    guides_service.confirm(guide, current_user._get_current_object(), at=clock.now())
    db.session.commit()
    flash(_("Noted: the guide is still right."), "success")
    if tag := codes.answering(request.form.get("code", "")):
        return redirect(url_for("scan.tag", code=tag.code), 303)
    return redirect(url_for("scan.room", room_id=room.id), 303)


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
    code = code_within(typed)
    if code is None:
        return render_template("scan/unknown.html", typed=typed), 404
    return redirect(url_for("scan.tag", code=code))


@blueprint.get("/rooms/<int:room_id>")
@open_to(Audience.STAFF)
def room(room_id: int) -> str:
    """The page of a room for staff, with or without a tag."""
    found = places.room(room_id) or abort(404)
    return _room_page(queries.facts(found, codes.of_room(room_id), page_of(request.args)))
