"""Claiming a blank tag where it hangs: find the room, say what it is on, done."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.models import Tag
from app.equipment import queries as equipment
from app.equipment import service as units
from app.equipment.models import Equipment
from app.errors import Refusal
from app.language import N_
from app.numbers import number_of
from app.places import queries as places
from app.places import service as estate
from app.places.models import Room
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.claiming.forms import ROOM, ClaimForm, RoomHereForm, UnitHereForm
from app.scan.claiming.pages import find_page, home_page
from app.scan.photo_form import PhotoForm
from app.scan.unit_pages import words_of
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]

NOT_IN_USE = N_("This room is not in use any more. Choose another one.")


@blueprint.get("/t/<code>/claim")
@open_to(Audience.TECHNICIAN)
def claim(code: str) -> Answer:
    """Find the room; with `room=`, what the tag is on there."""
    tag = codes.unclaimed(code)
    if tag is None:
        return _claimed(code)
    if room := _room_asked_for():
        free = codes.of_room(room.id) is None
        return _home_page(tag, room, ClaimForm(formdata=None, home=ROOM if free else None))
    usual = codes.building_of_last_placed(current_user.id)
    page = find_page(tag, request.args, usual, clock.now())
    return render_template("scan/claim.html", page=page)


@blueprint.post("/t/<code>/claim")
@open_to(Audience.TECHNICIAN)
def send_claim(code: str) -> Answer:
    """The tag stands for this room or unit from now on, and is in its place."""
    form, wanted = ClaimForm(), number_of(request.args, "room") or 0
    if _done(code, form, lambda _at: form.chosen(_in_use(wanted))):
        return _claimed(code)
    tag, room = codes.unclaimed(code), _room_asked_for()
    if tag is None:
        return _claimed(code)
    return (_home_page(tag, room, form), status_of(form)) if room else _another_room(tag)


@blueprint.route("/t/<code>/claim/room", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def claim_new_room(code: str) -> Answer:
    """A room that is in no list yet, made and claimed in one."""
    form = RoomHereForm(building=str(number_of(request.args, "building") or ""))
    form.offer(places.buildings())

    def made(at: datetime) -> Room:
        building = places.building(int(form.building.data))
        if building is None:
            raise Refusal(_("Choose a building."), field="building")
        floor = estate.floor_of(building, form.floor.data or "")
        return estate.add_room(building, form.name.data, floor=floor, at=at)

    if (done := _done(code, form, made)) or (tag := codes.unclaimed(code)) is None:
        return _claimed(code, made=done)
    page = render_template("scan/claim_room.html", tag=tag, form=form, floors=places.floor_labels())
    return page, status_of(form)


@blueprint.route("/t/<code>/claim/unit", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def claim_new_unit(code: str) -> Answer:
    """A unit that is in no list yet, made in its room and claimed in one."""
    form = UnitHereForm()
    form.offer(equipment.types())

    def made(at: datetime) -> Equipment:
        room = _in_use(number_of(request.args, "room") or 0)
        kind = equipment.type_of_id(int(form.type.data))
        if kind is None:
            raise Refusal(_("Choose a type."), field="type")
        return units.add_unit(room, units.model_of(kind), form.name.data, at=at)

    if (done := _done(code, form, made)) or (tag := codes.unclaimed(code)) is None:
        return _claimed(code, made=done)
    room = _room_asked_for()
    if room is None:
        return _another_room(tag)
    return render_template("scan/claim_unit.html", tag=tag, room=room, form=form), status_of(form)


def _done(code: str, form: PhotoForm, home: Callable[[datetime], Room | Equipment]) -> bool:
    """Whether the form was sent, and the tag is claimed for the home that it says."""

    def act() -> None:
        now = clock.now()
        photo = form.taken(now)
        tag = codes.unclaimed(code, to_change=True)
        if tag is None:
            raise Refusal(_("Somebody else was quicker: this tag stands for something now."))
        tags.claim(tag, home(now), current_user, photo=photo, at=now)

    return stored(form, act)


def _room_asked_for() -> Room | None:
    """The room in use of the address, with its places."""
    wanted = number_of(request.args, "room")
    room = places.room(wanted) if wanted else None
    return None if room is None or room.is_retired else room


def _in_use(room_id: int) -> Room:
    room = places.room(room_id)
    if room is None or room.is_retired:
        raise Refusal(_(NOT_IN_USE))
    return room


def _another_room(tag: Tag) -> Response:
    """Back to the search, as the room of the address is out of use, or none is named."""
    flash(_(NOT_IN_USE), "problem")
    return redirect(url_for("scan.claim", code=tag.code), 303)


def _home_page(tag: Tag, room: Room, form: ClaimForm) -> str:
    return render_template("scan/claim_home.html", page=home_page(tag, room), form=form)


def _claimed(code: str, *, made: bool = False) -> Answer:
    """On to what the tag stands for, with a sentence; another's claim is said to be another's."""
    tag = codes.answering(code)
    if tag is None and codes.unclaimed(code):
        return redirect(url_for("scan.claim", code=code), 303)
    if tag is None:
        return unknown_tag()
    mine = tag.placed_by_id == current_user.id
    sentence = _("This tag stands for %(what)s.", what=words_of(tag))
    flash(sentence, "success" if mine else "problem")
    if made and not current_user.is_manager:
        flash(_("It is in the lists now. A manager can complete it."), "info")
    return redirect(url_for("scan.tag", code=tag.code), 303)
