"""Signing in at an issuer outside (OpenID Connect), and linking an account there with one here."""

import secrets
import time
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user, login_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock, logs
from app.access import Audience, open_to, signed_in
from app.database import set_reading
from app.doors import queries, service
from app.doors.blueprint import blueprint
from app.doors.inviting import routes as inviting  # noqa: F401 - it adds its routes
from app.doors.linking import routes as linking  # noqa: F401 - it adds its routes
from app.doors.openid.claims import Asked, Caller, caller, way_out
from app.doors.openid.closed import DoorClosed
from app.doors.openid.groups import rules_of
from app.doors.openid.issuer import issuer
from app.errors import Refusal
from app.extensions import db, limiter
from app.leading import within
from app.settings import Settings

OF_ONE_ADDRESS = "100 per minute; 600 per hour"
BEGUN = "door"
FOUND = "door_found"
PATIENCE_SECONDS = 900
"""How long somebody may take at the issuer."""


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings if settings.has_other_door else abort(404)


def _closed(problem: DoorClosed) -> Refusal:
    logs.log.warning("the other door is closed", why=str(problem))
    return Refusal(
        _("Signing in there does not work now. Try again in a minute, or come in another way."),
        status=409,
    )


@blueprint.get("/sign-in/other")
@open_to(Audience.ANYONE)
@limiter.limit(OF_ONE_ADDRESS)
def begin() -> Response:
    """Go to the issuer; whoever is signed in already links the account there with theirs here."""
    settings = _settings()
    db.session.commit()  # nobody may wait for the world with a transaction open
    asked = Asked(*(secrets.token_urlsafe(48) for _each in range(3)))
    try:
        address = way_out(issuer(settings), settings, asked)
    except DoorClosed as problem:
        raise _closed(problem) from None
    began = {"next": within(request.args.get("next", "")), "at": int(time.time())}
    session[BEGUN] = {**vars(asked), **began}
    return redirect(address)


@blueprint.get("/sign-in/other/back")
@open_to(Audience.ANYONE)
@limiter.limit(OF_ONE_ADDRESS)
def back() -> Response:
    """Whoever comes back from the issuer comes in, or is told why not."""
    settings, begun = _settings(), _begun()
    db.session.commit()  # nobody may wait for the world with a transaction open
    found = _caller(settings, begun)
    if signed_in():
        session[FOUND] = {"issuer": found.issuer, "subject": found.subject, "email": found.email}
        return redirect(url_for("doors.mine"))
    set_reading(only=False)  # the one GET that writes: only with a code that we asked for
    person = service.admit(found, rules_of(settings), at=clock.now())
    db.session.commit()
    if isinstance(person, Refusal):
        raise person
    session.clear()  # nothing of whoever sat here before
    login_user(person, remember=False, authn_via=["oidc"])
    db.session.commit()
    return redirect(begun["next"] or url_for("board.today"))


def _begun() -> dict[str, Any]:
    """What was begun in this very browser, once; refused where this is no answer to it."""
    begun: dict[str, Any] = session.pop(BEGUN, None) or {}
    state = request.args.get("state", "")
    is_ours = begun and secrets.compare_digest(state.encode(), begun["state"].encode())
    if not is_ours or time.time() - begun["at"] > PATIENCE_SECONDS:
        sentence = _("This was not begun in this browser, or too long ago. Begin once more.")
        raise Refusal(sentence, status=400)
    return begun


def _caller(settings: Settings, begun: dict[str, Any]) -> Caller:
    asked = Asked(begun["state"], begun["nonce"], begun["verifier"])
    if request.args.get("iss", settings.oidc_issuer) != settings.oidc_issuer:  # RFC 9207
        raise _closed(DoorClosed("another issuer answers"))
    if not (code := request.args.get("code", "")):
        raise _closed(DoorClosed(f"it let nobody in: {request.args.get('error', '')[:100]}"))
    try:
        return caller(issuer(settings), settings, asked, code)
    except DoorClosed as problem:
        raise _closed(problem) from None


@blueprint.get("/account/other")
@open_to(Audience.OWN)
def mine() -> str:
    """Which accounts elsewhere open mine, and the one that I have just shown."""
    _settings()
    links = queries.identities_of(current_user.id)
    found = session.get(FOUND) or {}
    known = {(each.issuer, each.subject) for each in links}
    shown = found if found and (found["issuer"], found["subject"]) not in known else None
    return render_template("doors/mine.html", links=links, found=shown, form=FlaskForm())


@blueprint.post("/account/other/link")
@open_to(Audience.OWN)
def link() -> Response:
    """Let the account that I have just shown open mine."""
    found = session.pop(FOUND, None) or abort(409)
    service.link(current_user, found["issuer"], found["subject"], at=clock.now())
    db.session.commit()
    flash(_("From now on you can sign in there, too."), "success")
    return redirect(url_for("doors.mine"), 303)


@blueprint.post("/account/other/unlink")
@open_to(Audience.OWN)
def unlink() -> Response:
    """Let no account elsewhere open mine any more."""
    service.unlink(current_user, at=clock.now())
    db.session.commit()
    flash(_("Your account there opens this one no more."), "success")
    return redirect(url_for("doors.mine"), 303)
