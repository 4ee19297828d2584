"""The check of a room, at its tag or without: a technician logs what was found unit by unit."""

from flask import abort, request
from flask_security import current_user

from app import clock
from app.access import Audience, open_to
from app.checks import queries as checks
from app.checks.audits import queries as audits
from app.checks.models import Check, Scope
from app.codes import queries as codes
from app.places import queries as places
from app.places.models import Room
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.checking import presence
from app.scan.checking.answers import Sent
from app.scan.checking.forms import CheckForm, UntaggedForm
from app.scan.checking.pages import CheckSheet, blinded, sheet_of
from app.scan.checking.pictures import Taken
from app.scan.checking.taking import Answer, shown, take


def _scope() -> Scope:
    return Scope.SERVICE if request.args.get("scope") == Scope.SERVICE else Scope.ROOM_CHECK


def _sent(photos: Taken | None) -> Sent:
    return Sent(request.form, photos.pictures if photos else {})


def _at_tag(code: str, photos: Taken | None = None) -> CheckSheet | None:
    tag = codes.answering(code)
    if tag is None:
        return None
    return _mine(sheet_of(tag.home, tag, _scope(), _sent(photos), _corrects(tag.home)))


def _untagged(room_id: int, photos: Taken | None = None) -> CheckSheet:
    room = places.room(room_id)
    if room is None or room.is_retired:
        abort(404)
    return _mine(sheet_of(room, None, _scope(), _sent(photos), _corrects(room)))


def _mine(sheet: CheckSheet) -> CheckSheet:
    """As whoever asks may see it: blind where it would be a second look."""
    is_second = audits.blind_in([sheet.room.id], current_user.id, clock.now())
    return blinded(sheet) if is_second and not sheet.corrects else sheet


def _corrects(room: Room) -> Check | None:
    """The check of this room that is put right, where the address names one."""
    key = request.args.get("corrects", type=int)
    if key is None:
        return None
    old = checks.check(key)
    return old if old and old.room_id == room.id else abort(404)


@blueprint.get("/t/<code>/check")
@open_to(Audience.TECHNICIAN)
def check(code: str) -> Answer:
    """The list to go through in this room; nothing is answered beforehand."""
    sheet = _at_tag(code)
    if sheet is None or sheet.tag is None:
        return unknown_tag()
    form = CheckForm()
    form.renew_key()
    scan = request.args.get("scan", "")
    form.scan.data = presence.beginning(sheet.tag, current_user, scan, at=clock.now())
    return shown(sheet, form, at=clock.now())


@blueprint.post("/t/<code>/check")
@open_to(Audience.TECHNICIAN)
def log_check(code: str) -> Answer:
    """Log what was found; a repeat of the same form leads to the same place."""
    return take(lambda photos: _at_tag(code, photos), CheckForm(), at=clock.now())


@blueprint.route("/rooms/<int:room_id>/check", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def check_untagged(room_id: int) -> Answer:
    """The same without the tag: why there is none has to be said, and it is only recorded."""
    form = _untagged_form()
    if request.method == "POST":
        return take(lambda photos: _untagged(room_id, photos), form, at=clock.now())
    form.renew_key()
    return shown(_untagged(room_id), form, at=clock.now())


def _untagged_form() -> CheckForm:
    """A correction is of the same visit, and of the same moment: it is not asked again."""
    return CheckForm() if "corrects" in request.args else UntaggedForm()
