"""A question to a device, kept in the cookie until its answer comes."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, current_app, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from app import clock
from app.errors import Refusal
from app.people.passkeys import service
from app.people.passkeys.house import House, house_of
from app.people.passkeys.service import Question

ASKED = "passkey"


def house() -> House:
    """The house that passkeys are of; none here answers 404."""
    return house_of(current_app.config["SETTINGS"].address) or abort(404)


def ask(**more: str) -> Question:
    """Ask a new question; the one before is forgotten."""
    asked = service.question(at=clock.now())
    told = bytes_to_base64url(asked.challenge)
    session[ASKED] = {"challenge": told, "at": asked.asked_at.timestamp(), **more}
    return asked


def asked_for(refusal: Refusal) -> tuple[Question, dict[str, Any]]:
    """The question that this browser was asked, for once, and what was kept with it."""
    kept: dict[str, Any] = session.pop(ASKED, None) or {}
    if not kept:
        raise refusal
    at = datetime.fromtimestamp(kept["at"], UTC)
    return Question(base64url_to_bytes(kept["challenge"]), at), kept
