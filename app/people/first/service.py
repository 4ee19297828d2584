"""How the first administrator comes to be, once, and nobody who only found the address."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from flask_babel import gettext as _

from app.database import take_turns
from app.errors import Refusal
from app.extensions import db
from app.people import queries
from app.people import service as people
from app.people.models import Person, Role

LENGTH = 16
"""Letters and digits of five bits each: 80 bits can't be guessed."""


def first_word(signing_key: str) -> str:
    """What the first person has to know, in groups of four; each process makes it of the same key.

    It is worth nothing once anybody has an account.
    """
    made = hmac.digest(signing_key.encode(), b"roomworthy: the first person", hashlib.sha256)
    letters = base64.b32encode(made).decode()[:LENGTH]
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def _is_right(typed: str, signing_key: str) -> bool:
    plain = "".join(letter for letter in typed.upper() if letter.isalnum())
    return secrets.compare_digest(plain.encode(), first_word(signing_key).replace("-", "").encode())


def add_first(email: str, name: str, word: str, *, signing_key: str, at: datetime) -> Person:
    """The first administrator; refused where somebody was faster, or the word is not the one."""
    if not _is_right(word, signing_key):
        raise Refusal(
            _("This is not what the program printed. Letters and digits alone count."),
            field="word",
            status=422,
        )
    take_turns(db.session, "the first person")
    if not queries.is_empty():
        raise Refusal(
            _("Somebody was faster: there is an account already. Sign in, or ask for one.")
        )
    return people.add_person(email, name, Role.ADMIN, at=at)
