"""Refusals: one exception for what a person can mend, and every error as a page."""

import errno
import secrets
from typing import Any, cast

from flask import Flask, current_app, g, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from app import logs
from app.extensions import db


class Refusal(Exception):
    """Something that can't be done as asked, said in a sentence that a person can act on.

    `field` names the form field that the sentence belongs beside, where there is one;
    `status` is the HTTP status of the page where no form takes the sentence.
    """

    def __init__(self, sentence: str, *, field: str | None = None, status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.status = status

    def __str__(self) -> str:
        return str(self.sentence)


TITLES = {
    400: _l("That did not arrive whole"),
    401: _l("You are signed out"),
    403: _l("This page is not for you"),
    404: _l("There is nothing here"),
    405: _l("This page does not take that"),
    409: _l("That can't be done now"),
    413: _l("That is too large"),
    429: _l("Please wait a moment"),
    500: _l("Something went wrong on our side"),
    503: _l("We are busy for a moment"),
    507: _l("The disk is full"),
}
SENTENCES = {
    400: _l("Go back, look at what you entered, and send it again."),
    401: _l("Sign in, then open this page again."),
    403: _l("Your account has not been given this page. Ask an administrator if you need it."),
    404: _l("The address may be mistyped, or what stood here has been taken away."),
    405: _l("Go back and use the buttons of the page."),
    429: _l("Too many attempts came from here. Try again in a minute."),
    500: _l("It has been written down for the people who run this. Nothing was half stored."),
    503: _l("Your entry was not stored yet. Go back and send it again in a few seconds."),
    507: _l("Nothing was stored. Tell whoever runs this that the disk is full, and send it later."),
}

FULL = {errno.ENOSPC, errno.EDQUOT}
"""What the system says where a disk, or our share of it, is full."""


def error_page(status: int, sentence: str | None = None) -> tuple[str, int]:
    """The page of an error, with its usual sentence where no better one is given."""
    status = status if status in TITLES else 400
    text = sentence or _sentence(status)
    return render_template(
        "errors/error.html", status=status, title=TITLES[status], sentence=text
    ), status


def _sentence(status: int) -> Any:
    if status == 413:
        most = current_app.config["MAX_CONTENT_LENGTH"] / 2**20
        return _(
            "At most %(most)s MB can be sent at a time. Send a smaller file.", most=f"{most:g}"
        )
    return SENTENCES.get(status, SENTENCES[400])


def _refused(refusal: Refusal) -> tuple[str, int]:
    db.session.rollback()
    return error_page(refusal.status, str(refusal))


def _http(error: HTTPException) -> Any:
    original = getattr(error, "original_exception", None)
    if isinstance(original, SQLAlchemyError):
        return _of_database(original)  # it came while an answer was being made, or another error
    if error.response is not None or (error.code or 500) < 400:
        return error
    return error_page(error.code or 500)


def _of_database(error: SQLAlchemyError) -> Any:
    """Wait a moment where the database is away or busy; any other fault of it is one of ours.

    A connection that breaks is not always told as an operational error: where its end shows while
    words are sent, the driver has an error without a state, and only the connection knows.
    """
    away = (OperationalError, InterfaceError, PendingRollbackError, PoolTimeoutError)
    if isinstance(error, away) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return _busy(error)
    if current_app.testing:
        raise error
    return _fault(error)


def _busy(error: SQLAlchemyError) -> Any:
    _let_go()
    logs.tell("database unavailable", error)
    html, status = error_page(503)
    return html, status, {"Retry-After": "5"}


def _let_go() -> None:
    """Take the one who asks for nobody from here on: who it is can't be read any more.

    Else the page of the error, and the headers of every answer, would ask the database again.
    """
    g._login_user = cast(Any, current_app).login_manager.anonymous_user()
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()


def _disk(error: OSError) -> Any:
    if error.errno not in FULL:
        if current_app.testing:
            raise error
        return _fault(error)
    db.session.rollback()
    logs.tell("disk full", error)
    html, status = error_page(507)
    return html, status, {"Retry-After": "60"}


def _away(error: ConnectionError) -> Any:
    """Something that we keep things in does not answer, such as a bucket for pictures."""
    db.session.rollback()
    logs.tell("a store is away", error)
    html, status = error_page(503)
    return html, status, {"Retry-After": "5"}


def _fault(error: Exception) -> Any:
    """Tell whoever asked nothing but a number, under which the log tells all."""
    db.session.rollback()
    reference = secrets.token_hex(4)
    logs.tell(f"unhandled, reference {reference}", error)
    told = _("It is written down for the people who run this, as %(number)s.", number=reference)
    return error_page(500, f"{told} {_('Nothing was half stored.')}")


def register_errors(app: Flask) -> None:
    """Let every error answer as a page of ours; in tests an unforeseen one is raised instead."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _of_database)
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(ConnectionError, _away)
    if not app.testing:
        app.register_error_handler(Exception, _fault)
