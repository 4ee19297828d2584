"""A form that could not be taken is offered once more, with everything that was typed into it.

Only our own pages' forms: what another site sent in somebody's name must not become a page of
ours that sends it with our token. And never what gives or takes an account.
"""

import time
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import TooManyRequests

from app.errors import error_page
from app.extensions import limiter

NEVER = frozenset({"people", "security"})
"""Blueprints whose forms are typed anew: a single tap must never make or open an account."""

Answer = tuple[str, int]


def from_our_own_page() -> bool:
    """Whether a page of ours sent this, as far as the browser says; if it says nothing: no."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(sender).netloc == request.host
    except ValueError:
        return False


def _typed() -> list[tuple[str, str]]:
    """The answers of the form, or none where they must not be offered again."""
    if request.blueprint in NEVER or not from_our_own_page():
        return []
    if any("password" in name for name in request.form):
        return []
    fields = request.form.lists()
    return [(name, each) for name, values in fields if name != "csrf_token" for each in values]


def ask_again(title: str, sentence: str, *, status: int) -> Answer:
    """A page that holds and shows everything the form held, for sending it once more."""
    kept = _typed()
    if not kept:
        return error_page(status, sentence)
    page = render_template(
        "errors/resend.html",
        title=title,
        sentence=sentence,
        kept=kept,
        address=request.full_path.rstrip("?"),
        signed_out=status == 401,
    )
    return page, status


def _forged(_error: CSRFError) -> Answer:
    return ask_again(
        _("Please send that once more"),
        _("This page had been open for too long, or cookies are switched off."),
        status=400,
    )


def _too_many(_error: TooManyRequests) -> Response:
    reached = limiter.current_limit
    seconds = reached.reset_at - time.time() if reached else 60
    minutes = max(round(seconds / 60), 1)
    sentence = ngettext(
        "Too many attempts came from here. Try again in a minute.",
        "Too many attempts came from here. Try again in %(num)d minutes.",
        minutes,
    )
    answer = make_response(ask_again(_("Please wait a moment"), sentence, status=429))
    answer.headers["Retry-After"] = str(max(int(seconds) + 1, 1))
    return answer


def register_resending(app: Flask) -> None:
    """Answer forged, stale and too frequent forms."""
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(TooManyRequests, _too_many)
