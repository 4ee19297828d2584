"""How often passwords may be tried: of one account, from one address, and in all.

Only failures count: a whole campus may sign in from behind one address at eight in the morning.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from unicodedata import normalize

from flask import Response, abort, make_response, request
from flask.sansio.app import App
from flask_limiter.util import get_remote_address
from limits import parse_many
from werkzeug.datastructures import ImmutableMultiDict

from app.counting import is_free, once_more
from app.extensions import limiter

OF_ONE_ACCOUNT_HERE = "10 per minute; 60 per hour"
OF_ONE_ADDRESS = "100 per minute; 600 per hour"
OF_ALL = "600 per minute; 6000 per hour"
"""Guesses at all accounts from all addresses; far above what people mistype on a bad morning."""
OF_ONE_ACCOUNT = parse_many("60 per hour; 200 per day")
"""From wherever. Beyond it, every password of the account is taken for a wrong one: whoever guesses
can't tell, and whoever owns it comes in by a passkey, another door, or a new link."""

View = Callable[..., Any]


def failed(response: Response) -> bool:
    """Whether an answer to a form led nobody on."""
    return response.status_code not in {302, 303}


def limited(view: View, often: str, **key: Any) -> View:
    """The view, taking only so many failing forms."""
    found: View = limiter.limit(often, methods=["POST"], deduct_when=failed, **key)(view)
    return found


def limit_sign_in(app: App) -> None:
    """Let nobody try as many passwords as they like."""
    views: dict[str, View] = cast(Any, app).view_functions
    view = _of_one_account(views["security.login"])
    view = limited(view, OF_ONE_ACCOUNT_HERE, key_func=_account_here)
    view = limited(view, OF_ONE_ADDRESS)
    views["security.login"] = limited(view, OF_ALL, key_func=_all)


def _named() -> str:
    """The account that is asked for, however it is spelled."""
    return normalize("NFKC", request.form.get("email", "")).strip().casefold()[:254]


def _account_here() -> str:
    return f"{get_remote_address()} {_named()}"


def _all() -> str:
    return "all"


def _of_one_account(view: View) -> View:
    @wraps(view)
    def guarded() -> Any:
        if request.method != "POST":
            return view()
        if request.is_json:
            abort(400)  # only our form signs in: what else is sent would not be counted
        about = "passwords of", _named()
        if not all(is_free(each, *about) for each in OF_ONE_ACCOUNT):
            _spoil_password()
        answer = make_response(view())
        if failed(answer):
            for each in OF_ONE_ACCOUNT:
                once_more(each, *about)
        return answer

    return guarded


def _spoil_password() -> None:
    """Put another password for the one that was typed: answer and time are those of a failure."""
    typed = request.form.to_dict() | {"password": secrets.token_urlsafe(12)}
    cast(Any, request).form = ImmutableMultiDict(typed)
