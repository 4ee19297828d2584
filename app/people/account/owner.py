"""What only the owner of an account may do: whoever took a phone that is signed in is none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.extensions import limiter
from app.people.sessions.knowing import sign_in
from app.people.sessions.service import FRESH

GUESSES = "5 per minute; 20 per hour"
"""How often one may err about one's own password, or a code."""

View = Callable[..., Any]


def _me() -> str:
    return f"person {current_user.id}"


def _erred(response: Response) -> bool:
    return response.status_code == 422


slowed = limiter.limit(GUESSES, key_func=_me, methods=["POST"], deduct_when=_erred)
"""Lets one guess at a secret of one's own only so often."""


def is_fresh() -> bool:
    """Whether whoever asks has shown lately who they are."""
    return clock.now() - sign_in().proved_at <= FRESH


def owner_only(page: str) -> Callable[[View], View]:
    """Ask for the password first, where that was long ago; then one is led to the page."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **given: Any) -> Any:
            if is_fresh():
                return view(*args, **given)
            flash(_("Only you may do this. Show first that it is you."), "info")
            return redirect(url_for("people.again", next=url_for(page)), 303)

        return guarded

    return guard
