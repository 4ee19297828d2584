"""How a browser is known: by the secret in its cookie, and the row of its sign-in, at each request.

Bound to Flask-Login: signing in begins a row, signing out ends it, and whoever asks is looked up by
it. Flask-Login's own cookie for staying signed in is not used, as it can't be ended from elsewhere.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import after_this_request, current_app, g, request, session
from flask.sansio.app import App
from flask_login import user_logged_out  # type: ignore[import-untyped]
from flask_security import user_authenticated
from sqlalchemy.exc import SQLAlchemyError

from app import clock, logs
from app.database import in_no_time
from app.extensions import db
from app.people.models import Person
from app.people.sessions import service
from app.people.sessions.models import Proof, SignIn
from app.people.sessions.queries import Limits, live
from app.people.sessions.service import SEEN_EVERY, Manner
from app.settings import Settings

SECRET = "sign_in"  # noqa: S105 - a name, not a secret
KNOWN = {each.value: each for each in Proof}
"""What Flask-Security's `authn_via` says last; anything else was proved at another house."""


def limits() -> Limits:
    """How long sign-ins last here."""
    told: Settings = current_app.config["SETTINGS"]
    return Limits(timedelta(hours=told.sign_in_idle_hours), timedelta(days=told.sign_in_days))


def sign_in() -> SignIn:
    """The sign-in of whoever asks; only behind an audience of people who have signed in."""
    found: SignIn = g.sign_in
    return found


def whoever(name: str) -> Person | None:
    """The person behind the request, of this name in cookies; None where the sign-in has ended."""
    at = clock.now()
    found = live(session.get(SECRET, ""), limits(), at=at)
    if found is None or found[0].fs_uniquifier != name:
        return None
    g.sign_in = found[1]
    if found[1].seen_at <= at - SEEN_EVERY:
        g.use_to_note = found[1].id, at
    return found[0]


def _begin(_sender: object, user: Person, authn_via: list[str] | None = None, **_more: Any) -> None:
    shown = (authn_via or ["password"])[-1]
    stays = session.pop("_remember", None) == "set"
    manner = Manner(KNOWN.get(shown, Proof.ELSEWHERE), request.user_agent.string, stays)
    _forget()
    session[SECRET] = service.begin(user, manner, at=clock.now())
    session.permanent = stays


def _forget() -> None:
    """End what this browser was known by, and let no form made before count after."""
    if before := session.pop(SECRET, None):
        service.end_by_secret(before)
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def _end(_sender: object, **_more: Any) -> None:
    _forget()
    after_this_request(_committed)


def _committed(response: Any) -> Any:
    db.session.commit()
    return response


def _note_use(_error: BaseException | None) -> None:
    """Note after the answer that the sign-in was used: a write of its own that waits for none."""
    due: tuple[int, datetime] | None = g.pop("use_to_note", None)
    if due is None:
        return
    db.session.remove()  # what the answer was read with has ended
    try:
        with in_no_time(db.engine) as connection:
            connection.execute(service.seen(due[0], at=due[1]))
    except SQLAlchemyError as busy:
        logs.log.info("a use was not noted", why=type(busy).__name__)  # the next request tries


def bind(app: App) -> None:
    """Let the program know people by their sign-ins."""
    cast(Any, app).login_manager.user_loader(whoever)
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)
    app.teardown_request(_note_use)
