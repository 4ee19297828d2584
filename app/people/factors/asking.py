"""Whose role asks for more than a password: until they have that, they reach no more than it."""

from flask import current_app, flash, redirect, request, url_for
from flask.sansio.app import App
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app.access import SAFE_METHODS, Audience, audience_of
from app.errors import Refusal
from app.people.models import Person, Role
from app.people.sessions.knowing import sign_in
from app.settings import Settings


def asked_roles(told: str) -> frozenset[Role]:
    """The roles that the setting names; `ValueError` for a word that is none."""
    return frozenset(Role(each) for each in told.lower().replace(",", " ").split())


def is_asked(person: Person) -> bool:
    """Whether the person's role asks for a second factor, or a passkey."""
    settings: Settings = current_app.config["SETTINGS"]
    return person.role in asked_roles(settings.second_factor_for)


def insist_on_known(*, has_passkey: bool) -> None:
    """Refuse to give another factor to who knows a password alone, where there is one already.

    Only for roles that are asked for more: else a stolen password could give itself a second.
    """
    if has_passkey and is_asked(current_user) and not sign_in().is_strong:
        raise Refusal(_("Sign in with your passkey, or ask an administrator to reset it."))


def _insist() -> Response | None:
    told = current_app.config["SETTINGS"].second_factor_for
    audience = audience_of(current_app, request.endpoint or "")
    if not told or audience in {None, Audience.ANYONE, Audience.OWN}:
        return None
    if not is_asked(current_user) or sign_in().is_strong:
        return None
    if request.method not in SAFE_METHODS:
        raise Refusal(_("Your role asks for a second factor. Set it up first."), status=403)
    flash(_("Your role asks for more than a password. Set up a second factor to go on."), "info")
    return redirect(url_for("people.second_factor"))


def bind(app: App) -> None:
    """Hold those whose role asks for it to a second factor; stops the start at an unknown role."""
    asked_roles(app.config["SETTINGS"].second_factor_for)
    app.before_request(_insist)
