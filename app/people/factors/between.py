"""Between the password and the code: who is expected, kept in the cookie for ten minutes."""

from typing import Any, cast

from flask import redirect, session, url_for
from flask.sansio.app import App
from flask_security import UserMixin
from flask_security.tf_plugin import TfPlugin
from sqlalchemy import select
from werkzeug.wrappers import Response

from app import clock
from app.extensions import db
from app.leading import within
from app.people.factors.queries import has_factor
from app.people.models import Person

EXPECTED = "expected"
PATIENCE_SECONDS = 600


class CodeAfterPassword(TfPlugin):
    """Tells Flask-Security's sign-in who is asked for a code, and where."""

    def tf_enter(
        self,
        user: UserMixin,
        remember_me: bool | None,
        primary_authn_via: str,
        next_loc: str | None,
    ) -> Response | None:
        """Expect this person's code on the next page; None where they have no second factor."""
        if not has_factor(cast(Person, user)):
            return None
        began = int(clock.now().timestamp())
        session[EXPECTED] = {"name": user.fs_uniquifier, "stays": bool(remember_me), "at": began}
        return redirect(url_for("people.code", next=within(next_loc or "") or None))


def expected() -> Person | None:
    """Who gave their password in this browser lately, and owes the code; None: nobody."""
    told: dict[str, Any] = session.get(EXPECTED, {})
    if clock.now().timestamp() - told.get("at", 0) > PATIENCE_SECONDS:
        return None
    wanted = select(Person).where(Person.fs_uniquifier == told["name"], Person.active.is_(True))
    return db.session.scalar(wanted)


def arrived() -> bool:
    """Expect nobody any more; whether they wanted to stay signed in on this device."""
    return bool(session.pop(EXPECTED, {}).get("stays"))


def bind(app: App) -> None:
    """Let whoever has a second factor be asked for it."""
    cast(Any, app).extensions["security"].two_factor_plugins = CodeAfterPassword()
