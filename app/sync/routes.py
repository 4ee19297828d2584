"""Without signal: what goes along, the page that works there, and the way back."""

import hashlib
import json
from pathlib import Path

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user

from app import clock
from app.access import Audience, open_to
from app.checks.words import REASONS
from app.errors import Refusal
from app.extensions import db
from app.faults.words import EFFECTS
from app.photos import service as photo_service
from app.photos.cleaning import Picture
from app.shell import asset
from app.sync import queries
from app.sync.beside import side_by_side
from app.sync.message import Message, read_message
from app.sync.pages import round_values, session_values, taken_in_values
from app.sync.service import Photos, take_in

blueprint = Blueprint("sync", __name__)

STYLES = ("css/app.css", "css/check.css", "css/offline.css")
SCRIPTS = (
    *("shell", "store", "words", "send", "status", "queue", "leave"),
    *("room", "form", "photos", "answers", "again", "numbers", "units", "parts", "wrong"),
)
MOST_PHOTOS = 24
"""Photos of one check: opening one may take seconds."""
PICTURES = ("icons/favicon.svg", "icons/sprite.svg", "icons/mark.svg")

APP_ICONS = (
    ("icons/app-192.png", 192, "any"),
    ("icons/app-512.png", 512, "any"),
    ("icons/app-maskable-512.png", 512, "maskable"),
)


@blueprint.get("/sync/round")
@open_to(Audience.TECHNICIAN)
def take_along() -> str:
    """Where a round is taken along onto the phone."""
    rooms = queries.round_of(current_user, clock.now())
    return render_template("sync/round.html", rooms=rooms)


@blueprint.get("/sync/round.json")
@open_to(Audience.TECHNICIAN)
def round_along() -> Response:
    """The round with all that its checks need."""
    at = clock.now()
    return jsonify(round_values(current_user, queries.round_of(current_user, at), at))


@blueprint.get("/sync/tags/<code>.json")
@open_to(Audience.TECHNICIAN)
def room_along(code: str) -> Response:
    """The room behind a tag with all that its check needs: signal may be lost while it is made."""
    at = clock.now()
    rooms = queries.at_tag(code, current_user, at) or abort(404)
    return jsonify(round_values(current_user, rooms, at))


@blueprint.get("/sync/session")
@open_to(Audience.TECHNICIAN)
def session() -> Response:
    """Who is signed in on this phone, and the token for what they send."""
    return jsonify(session_values(current_user))


@blueprint.post("/sync/checks")
@open_to(Audience.TECHNICIAN)
def take_in_check() -> Response | tuple[Response, int]:
    """One check that a phone kept; sent again, it is answered again."""
    try:
        message, photos = _arrived()
        check = take_in(message, photos, current_user, received_at=clock.now())
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        beside = side_by_side(_said(), current_user) if refusal.status == 409 else None
        return jsonify(refused=True, sentence=str(refusal), beside=beside), refusal.status
    return jsonify(taken_in_values(check))


def _said() -> str:
    return request.form.get("check") or request.get_data(as_text=True)


def _arrived() -> tuple[Message, Photos]:
    """The message with its photos cleaned; the request's transaction is given back before.

    A part is named `photos`, or `photos-7` where it belongs to the finding in that place.
    """
    message = read_message(_said())
    files = list(request.files.items(multi=True))
    if len(files) > MOST_PHOTOS:
        raise Refusal(_("Please send at most %(most)s photos.", most=MOST_PHOTOS), status=413)
    if files:
        db.session.rollback()
    photos: dict[int | None, list[Picture]] = {}
    for name, file in files:
        number = name.removeprefix("photos-")
        of = int(number) if number.isdecimal() and len(number) < 5 else None
        photos.setdefault(of, []).append(photo_service.clean(file.read()))
    return message, photos


@blueprint.get("/offline")
@blueprint.get("/offline/queue", endpoint="queue")
@open_to(Audience.ANYONE)
def offline() -> str:
    """The one page that works without signal; it holds nothing of anybody."""
    return render_template("sync/check.html", reasons=REASONS, effects=EFFECTS)


@blueprint.get("/sw.js")
@open_to(Audience.ANYONE)
def worker() -> Response:
    """The service worker, with the list of files that the page without signal is made of."""
    files = [asset(name) for name in (*STYLES, *PICTURES)]
    files += [url_for("static", filename=f"js/offline/{name}.js") for name in SCRIPTS]
    folder = Path(str(current_app.static_folder))
    script = (folder / "js" / "offline" / "worker.js").read_text()
    shell = {"version": _version(), "page": url_for("sync.offline"), "files": files}
    pushed = f"importScripts({json.dumps(asset('js/push/handler.js'))});"
    answer = Response(
        f"const SHELL = {json.dumps(shell)};\n{pushed}\n{script}", mimetype="text/javascript"
    )
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _version() -> str:
    """What tells this release's files from another's."""
    parts = [asset(name) for name in (*STYLES, *PICTURES)]
    parts += [asset(f"js/offline/{name}.js") for name in (*SCRIPTS, "worker")]
    parts.append(render_template("sync/check.html", reasons=REASONS, effects=EFFECTS))
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:12]


@blueprint.get("/manifest.webmanifest")
@open_to(Audience.ANYONE)
def manifest() -> Response:
    """What a phone needs to keep Roomworthy among its apps."""
    icons = [{"src": asset(PICTURES[0]), "sizes": "any", "type": "image/svg+xml"}]
    for name, size, purpose in APP_ICONS:
        icon = {"src": asset(name), "sizes": f"{size}x{size}", "type": "image/png"}
        icons.append(icon | {"purpose": purpose})
    values = {
        "id": "/today",
        "name": "Roomworthy",
        "short_name": "Roomworthy",
        "description": _("Inspection tags for rooms, and the checks behind them."),
        "start_url": "/today",
        "scope": "/",
        "display": "standalone",
        "background_color": "#F6F3EA",
        "theme_color": "#F6F3EA",
        "icons": icons,
    }
    return Response(json.dumps(values), mimetype="application/manifest+json")
