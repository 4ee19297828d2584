"""The first moments of whoever has just chosen a password, by a link or as the first of all."""

from typing import cast

from flask import current_app, flash, redirect, url_for
from flask_babel import gettext as _
from flask_security import login_user
from werkzeug.wrappers import Response

from app.access import signed_in
from app.extensions import db
from app.people.factors.queries import has_factor
from app.people.models import Person, Proof


def newcomer(person: Person) -> Response:
    """Let the person in with the password that they have just chosen, and offer them a passkey.

    Whoever has a second factor shows it first, as at each sign-in; and where somebody is signed in
    already, that one stays.
    """
    if signed_in() or has_factor(person):
        db.session.commit()
        flash(_("Your password is set. Sign in with it."), "success")
        return redirect(url_for("security.login"), 303)
    login_user(person, remember=False, authn_via=[Proof.PASSWORD.value])
    db.session.commit()
    flash(_("Your password is set, and you are signed in."), "success")
    offered = cast(bool, current_app.jinja_env.globals["passkeys_offered"])
    return redirect(url_for("people.passkeys" if offered else "board.today"), 303)
