"""Pages of passkeys: one's own, and signing in by one."""

from typing import Any, cast

from flask import Response as Answered
from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.sansio.app import App
from flask_babel import gettext as _
from flask_security import current_user, login_user
from webauthn.helpers import bytes_to_base64url
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to, writes_no_row
from app.errors import Refusal
from app.extensions import db, limiter
from app.leading import within
from app.people.account.owner import is_fresh, owner_only
from app.people.account.telling import tell
from app.people.blueprint import blueprint
from app.people.factors.asking import insist_on_known
from app.people.models import Proof
from app.people.passkeys import queries, service
from app.people.passkeys.asking import ask, asked_for, house
from app.people.passkeys.forms import AnswerForm, NewPasskeyForm
from app.people.passkeys.house import house_of
from app.people.passkeys.pages import shown
from app.people.sessions import service as sessions
from app.people.sessions.knowing import sign_in

OF_ONE_ADDRESS = "100 per minute; 1000 per hour"


@blueprint.get("/account/passkeys")
@open_to(Audience.OWN)
def passkeys() -> str:
    """My passkeys."""
    house()
    held = queries.passkeys_of(current_user)
    found = shown(held, at=clock.now(), zone=clock.usual_zone())
    form = NewPasskeyForm()
    return render_template("people/passkeys.html", passkeys=found, form=form, is_fresh=is_fresh())


@blueprint.post("/account/passkeys/ask")
@open_to(Audience.OWN)
@writes_no_row
@owner_only("people.passkeys")
def ask_new_passkey() -> Answered:
    """What the browser is to ask a device, to make a passkey."""
    name = current_app.config["SETTINGS"].organisation
    handle = service.handle_of(current_user)
    asked = ask(handle=bytes_to_base64url(handle))
    return jsonify(service.wish_for_new(current_user, handle, house(), asked, name))


@blueprint.post("/account/passkeys/add")
@open_to(Audience.OWN)
@owner_only("people.passkeys")
def add_passkey() -> Response:
    """Keep a new passkey of mine."""
    form, at = NewPasskeyForm(), clock.now()
    asked, kept = asked_for(service.no_passkey())
    insist_on_known(has_passkey=bool(queries.passkeys_of(current_user)))
    new = service.New(form.credential.data or "", form.name.data or "", kept.get("handle", ""))
    service.add(current_user, new, house(), asked, at=at)
    if not sign_in().is_strong:
        sessions.strengthen(sign_in(), Proof.PASSKEY)
    tell(current_user, lambda: _("A passkey was added to your account."), at=at)
    db.session.commit()
    flash(_("You can sign in with this passkey now."), "success")
    return redirect(url_for("people.passkeys"), 303)


@blueprint.post("/account/passkeys/<int:passkey_id>/remove")
@open_to(Audience.OWN)
@owner_only("people.passkeys")
def remove_passkey(passkey_id: int) -> Response:
    """Let one of my passkeys in no more."""
    found, at = queries.passkey_of(current_user, passkey_id) or abort(404), clock.now()
    service.remove(found, current_user, at=at)
    tell(current_user, lambda: _("A passkey was removed from your account."), at=at)
    db.session.commit()
    flash(_("This passkey opens nothing any more."), "success")
    return redirect(url_for("people.passkeys"), 303)


@blueprint.post("/sign-in/passkey/ask")
@open_to(Audience.ANYONE)
@writes_no_row
@limiter.limit(OF_ONE_ADDRESS)
def ask_passkey() -> Answered:
    """What the browser is to ask a device, to find a passkey of this house."""
    return jsonify(service.wish_for_any(house(), ask()))


@blueprint.post("/sign-in/passkey")
@open_to(Audience.ANYONE)
@limiter.limit(OF_ONE_ADDRESS)
def enter_by_passkey() -> Response:
    """Sign in by a passkey."""
    onward = within(request.args.get("next", ""))
    asked, _kept = asked_for(_not_known())
    person = service.owner_of(_answer(), house(), asked, at=clock.now())
    if person is None:
        flash(str(_not_known()), "problem")
        return redirect(url_for("security.login", next=onward or None), 303)
    login_user(person, remember=False, authn_via=[Proof.PASSKEY.value])
    db.session.commit()
    return redirect(onward or url_for("board.today"), 303)


@blueprint.post("/account/again/passkey")
@open_to(Audience.OWN)
@limiter.limit(OF_ONE_ADDRESS)
def prove_by_passkey() -> Response:
    """Show once more who one is, by a passkey of one's own."""
    onward = within(request.args.get("next", "")) or url_for("people.account")
    asked, _kept = asked_for(_not_known())
    person = service.owner_of(_answer(), house(), asked, at=clock.now())
    if person is None or person.id != current_user.id:
        raise _not_known()
    sessions.prove(sign_in(), at=clock.now())
    if not sign_in().is_strong:
        sessions.strengthen(sign_in(), Proof.PASSKEY)
    db.session.commit()
    return redirect(onward, 303)


def _answer() -> str:
    return AnswerForm().credential.data or ""


def _not_known() -> Refusal:
    return Refusal(_("This passkey is not known here. Try again, or use your password."))


def bind(app: App) -> None:
    """Let pages offer passkeys where browsers allow them."""
    offered = house_of(app.config["SETTINGS"].address) is not None
    cast(Any, app).jinja_env.globals["passkeys_offered"] = offered
