"""The page of one's own account, one's password, and where one is signed in."""

from zoneinfo import ZoneInfo

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user, login_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.audit import service as audit
from app.audit.acts import Act
from app.extensions import db
from app.leading import within
from app.people import service as people
from app.people.account.forms import AgainForm, PasswordForm
from app.people.account.owner import slowed
from app.people.account.pages import places
from app.people.blueprint import blueprint
from app.people.factors.queries import has_factor
from app.people.passkeys.queries import passkeys_of
from app.people.sessions import queries, service
from app.people.sessions.knowing import limits, sign_in
from app.storing import status_of, stored


@blueprint.get("/account")
@open_to(Audience.OWN)
def account() -> str:
    """Everything about one's own account."""
    at, zone = clock.now(), ZoneInfo(current_app.config["SETTINGS"].default_timezone)
    found = queries.sign_ins_of(current_user, limits(), at=at)
    shown = places(found, sign_in(), at=at, zone=zone)
    return render_template(
        "people/account.html",
        places=shown,
        has_factor=has_factor(current_user),
        passkeys=len(passkeys_of(current_user)),
    )


@blueprint.post("/account/sign-ins/<int:sign_in_id>/end")
@open_to(Audience.OWN)
def end_sign_in(sign_in_id: int) -> Response:
    """End one of one's own sign-ins elsewhere."""
    service.end(queries.sign_in_of(current_user, sign_in_id) or abort(404))
    audit.note(Act.SESSION_ENDED, current_user, at=clock.now())
    db.session.commit()
    flash(_("That device is signed out."), "success")
    return redirect(url_for("people.account"), 303)


@blueprint.post("/account/sign-ins/end-others")
@open_to(Audience.OWN)
def end_other_sign_ins() -> Response:
    """End all of one's own sign-ins but this one."""
    count = service.end_others(sign_in())
    audit.note(Act.SESSION_ENDED, current_user, at=clock.now())
    db.session.commit()
    said = ngettext("%(num)d other device is signed out.", "%(num)d others are signed out.", count)
    flash(said if count else _("You are signed in nowhere else."), "success")
    return redirect(url_for("people.account"), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@open_to(Audience.OWN)
@slowed
def password() -> str | Response | tuple[str, int]:
    """Choose another password; everybody who is signed in with the old one is signed out."""
    form = PasswordForm()

    def act() -> None:
        people.change_password(current_user, form.old.data or "", form.password.data or "")

    stays, proof = sign_in().stays, sign_in().proof
    if not stored(form, act):
        return render_template("people/password.html", form=form), status_of(form)
    login_user(current_user, remember=stays, authn_via=[proof.value])
    db.session.commit()
    flash(_("Your password is changed. Your other devices are signed out."), "success")
    return redirect(url_for("people.account"), 303)


@blueprint.route("/account/again", methods=["GET", "POST"])
@open_to(Audience.OWN)
@slowed
def again() -> str | Response | tuple[str, int]:
    """Show once more who one is, before what only the owner may do."""
    form, onward = AgainForm(), within(request.args.get("next", "")) or url_for("people.account")

    def act() -> None:
        people.check_password(current_user, form.password.data or "", "password")
        service.prove(sign_in(), at=clock.now())

    if not stored(form, act):
        has_passkey = bool(passkeys_of(current_user))
        page = render_template(
            "people/again.html", form=form, onward=onward, has_passkey=has_passkey
        )
        return page, status_of(form)
    return redirect(onward, 303)
