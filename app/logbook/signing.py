"""Noting who signed in and out, and that somebody could not."""

import hmac
from typing import Any

from flask import Response, current_app, request
from flask.sansio.app import App
from flask_login import user_logged_out  # type: ignore[import-untyped]
from flask_security import user_authenticated
from limits import parse

from app import clock
from app.audit import service as audit
from app.audit.acts import Act
from app.counting import once_more
from app.extensions import db

OF_ONE_ACCOUNT = parse("3 per minute")
OF_ALL = parse("600 per hour")
"""Refused sign-ins that are noted: whoever guesses by the thousand must not fill the log."""


def bind(app: App) -> None:
    """Listen to what Flask-Security tells of signing in."""
    user_authenticated.connect(_came, app)
    user_logged_out.connect(_went, app)


def _came(_sender: object, user: Any, authn_via: Any = (), **_more: Any) -> None:
    ways = ", ".join(str(each) for each in authn_via)
    audit.note(Act.SIGNED_IN, by=user, changes={"with": (None, ways)})


def _went(_sender: object, user: Any, **_more: Any) -> None:
    audit.note(Act.SIGNED_OUT, by=user)


def note_refusal(answer: Response) -> Response:
    """Note that a sign-in was refused, by what can't be turned into the account again.

    Whether there is such an account makes no difference: neither to what is done, nor to how long.
    """
    is_refused = request.endpoint == "security.login" and request.method == "POST"
    if is_refused and answer.status_code in {200, 422}:
        told = _folded(request.form.get("email", ""))
        if once_more(OF_ONE_ACCOUNT, "refused sign-ins", told) and once_more(OF_ALL, "refused"):
            db.session.rollback()
            audit.note(Act.SIGN_IN_REFUSED, changes={"account": (None, told)})
            db.session.commit()
    return answer


def _folded(email: str) -> str:
    """The account that was named, as a code that is another one each day."""
    day = clock.now().date().isoformat()
    key = f"refused sign-ins {day}:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, email.strip().casefold().encode(), "sha256").hexdigest()[:16]
