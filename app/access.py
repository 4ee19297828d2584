"""Who may open what. Closed by default: a route without a named audience stops the start.

Every view says `@open_to(Audience.…)`; endpoints of other libraries are declared once, here.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar, cast
from urllib.parse import quote

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import held, scope  # noqa: F401 - the one holds each statement to the sites of the other
from app.database import set_reading
from app.extensions import security
from app.resending import ask_again

SitesOf = Callable[[Any], scope.Sites | None]
"""Which sites a person serves; None: all."""
View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Audience(StrEnum):
    """Who a page is for. A role belongs to several; `app.people.models` says to which."""

    ANYONE = "anyone"
    STAFF = "staff"
    """Whoever signs in, to read."""
    OWN = "own"
    """Whoever signs in, about their own account alone."""
    TECHNICIAN = "technician"
    MANAGER = "manager"
    ORGANISATION = "organisation"
    """Managers of what concerns all sites: those who serve some are not among them."""
    OVERSIGHT = "oversight"
    """Who answers for checks without making them up: managers and auditors."""
    AUDITOR = "auditor"
    ADMIN = "admin"


FOREIGN = {
    "static": Audience.ANYONE,
    "security.login": Audience.ANYONE,
    "security.logout": Audience.ANYONE,
    "security.static": Audience.ANYONE,
}
"""Audiences of the endpoints that libraries bring."""


def open_to(audience: Audience) -> Callable[[View], View]:
    """Name the audience of a view; goes under the route's own decorator."""

    def mark(view: View) -> View:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return mark


def writes_no_row(view: View) -> View:
    """Let a view that is sent a form wait for no writer: it changes files alone."""
    view.writes_no_row = True  # type: ignore[attr-defined]
    return view


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    """The audience that an endpoint names, or None where it names none."""
    found = getattr(app.view_functions.get(endpoint), "audience", FOREIGN.get(endpoint))
    return found if isinstance(found, Audience) else None


def signed_in() -> bool:
    """Whether the one who asks has signed in."""
    return bool(current_user and current_user.is_authenticated)


def clears(audience: Audience) -> bool:
    """Whether the one who asks belongs to the audience."""
    if audience is Audience.ANYONE:
        return True
    return signed_in() and audience in current_user.audiences


def begin_as_staff(site_id: int | None = None) -> bool:
    """On a page for anyone: go on as staff, held to one's sites; False where it is not of them."""
    if not signed_in():
        return False
    sites = _sites_of()(current_user)
    if site_id is not None and not (sites is None or site_id in sites):
        return False
    scope.see(sites)
    return True


def _sites_of() -> SitesOf:
    found: SitesOf = current_app.extensions["sites_of"]
    return found


def _reads_only() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in SAFE_METHODS or hasattr(view, "writes_no_row")


def _guard() -> Response | tuple[str, int] | None:
    set_reading(_reads_only())
    scope.see(None)
    if request.endpoint is None:
        return None
    if request.method not in SAFE_METHODS:
        _arrived = request.form  # whole, before a transaction begins: a phone may send for minutes
    audience = audience_of(current_app, request.endpoint)
    if audience is not None and clears(audience):
        if audience is not Audience.ANYONE:
            scope.see(_sites_of()(current_user))
        return None
    if signed_in():
        abort(403)
    if request.method not in SAFE_METHODS:
        return ask_again(
            _("You were signed out before this was sent"),
            _("Nothing is lost: sign in on another page, come back to this one, and send it."),
            status=401,
        )
    wanted = quote(request.full_path.rstrip("?"))
    return redirect(f"{url_for('security.login')}?next={wanted}")


def stand_guard(app: Flask, sites_of: SitesOf) -> None:
    """Hold each request to the audience of its endpoint, and to the sites of whoever asks.

    It comes before anything else looks at the request.
    """
    app.extensions["sites_of"] = sites_of
    app.before_request(_guard)


def only_by_cookie(app: Flask) -> None:
    """No token of Flask-Security's signs anyone in: one in an address would end up in logs."""
    cast(Any, app).login_manager.request_loader(None)
    security.want_json(lambda _request: False)  # only an answer in JSON would bear one


def insist_on_audiences(app: Flask) -> None:
    """Stop the start where an endpoint names no audience."""
    undeclared = [name for name in app.view_functions if audience_of(app, name) is None]
    if undeclared:
        raise RuntimeError(f"routes without an audience: {', '.join(sorted(undeclared))}")
