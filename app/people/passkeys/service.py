"""What can be done with passkeys: add one, come in by it, take it away."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import webauthn
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from app.audit import service as audit
from app.audit.acts import Act
from app.cells import clean
from app.errors import Refusal
from app.extensions import db
from app.people.models import Person
from app.people.passkeys.house import House
from app.people.passkeys.models import Passkey
from app.people.passkeys.queries import held_passkey, passkeys_of

PATIENCE = timedelta(minutes=5)
"""How long a device may take to answer a question."""
MOST = 20
"""How many passkeys one person may have."""
BROKEN = (WebAuthnException, ValueError, KeyError, TypeError)
"""How the library says that an answer is none."""
KNOWS_ITS_OWNER = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED,
    user_verification=UserVerificationRequirement.REQUIRED,
)
"""The device names its owner by itself, and has them unlock it: then it is two factors in one."""


@dataclass(frozen=True)
class Question:
    """Random bytes for a device to sign, and when they were asked."""

    challenge: bytes
    asked_at: datetime

    def is_open(self, at: datetime) -> bool:
        """Whether an answer still counts."""
        return timedelta(0) <= at - self.asked_at < PATIENCE


@dataclass(frozen=True)
class New:
    """What a device answered that made a passkey, and what its owner calls it."""

    answer: str
    name: str
    handle: str


def question(*, at: datetime) -> Question:
    """A new question."""
    return Question(secrets.token_bytes(32), at)


def handle_of(person: Person) -> bytes:
    """The person's name on devices; a new one, where they have no passkey yet."""
    known = passkeys_of(person)
    return known[0].handle if known else secrets.token_bytes(32)


def wish_for_new(
    person: Person, handle: bytes, house: House, asked: Question, name: str
) -> dict[str, Any]:
    """What the browser is to be asked, to make a passkey that the person has not got."""
    known = passkeys_of(person)
    if len(known) >= MOST:
        raise Refusal(_("These are enough. Remove one first."))
    options = webauthn.generate_registration_options(
        rp_id=house.host,
        rp_name=name,
        user_name=person.email,
        user_display_name=person.name,
        user_id=handle,
        challenge=asked.challenge,
        authenticator_selection=KNOWS_ITS_OWNER,
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=each.credential_id) for each in known
        ],
    )
    found: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return found


def wish_for_any(house: House, asked: Question) -> dict[str, Any]:
    """What the browser is to be asked, to find a passkey of this house, whosever it is."""
    options = webauthn.generate_authentication_options(
        rp_id=house.host,
        challenge=asked.challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    found: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return found


def add(person: Person, new: New, house: House, asked: Question, *, at: datetime) -> Passkey:
    """Keep the public half of a new passkey; refused where it was not made here and now."""
    made = _made(new, house, asked)
    if not asked.is_open(at) or held_passkey(made.credential_id) is not None:
        raise no_passkey()
    found = Passkey(
        person_id=person.id,
        name=clean(new.name).strip()[:60] or _("Passkey"),
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        handle=base64url_to_bytes(new.handle),
        sign_count=made.sign_count,
        asked_at=asked.asked_at,
        created_at=at,
    )
    db.session.add(found)
    audit.note(Act.FACTOR_ADDED, person, at=at, by=person)
    db.session.flush()
    return found


def _made(new: New, house: House, asked: Question) -> VerifiedRegistration:
    try:
        return webauthn.verify_registration_response(
            credential=new.answer,
            expected_challenge=asked.challenge,
            expected_rp_id=house.host,
            expected_origin=house.origin,
            require_user_verification=True,
        )
    except BROKEN as problem:
        raise no_passkey() from problem


def owner_of(answer: str, house: House, asked: Question, *, at: datetime) -> Person | None:
    """Who has answered the question with a passkey of theirs; None where nobody has.

    The device's count of signatures has to grow, and an answer counts once: afterwards no question
    as old as it, or older, is taken of that passkey.
    """
    try:
        given = parse_authentication_credential_json(answer)
        passkey = held_passkey(given.raw_id)
        if passkey is None or not _may_answer(passkey, given, asked, at):
            return None
        shown = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=asked.challenge,
            expected_rp_id=house.host,
            expected_origin=house.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except BROKEN:
        return None
    passkey.sign_count = shown.new_sign_count
    passkey.asked_at, passkey.used_at = asked.asked_at, at
    db.session.flush()
    person = db.session.get(Person, passkey.person_id)
    return person if person and person.active else None


def _may_answer(
    passkey: Passkey, given: AuthenticationCredential, asked: Question, at: datetime
) -> bool:
    is_new = asked.is_open(at) and asked.asked_at > passkey.asked_at
    return is_new and given.response.user_handle in {None, passkey.handle}


def remove(passkey: Passkey, person: Person, *, at: datetime) -> None:
    """Let the passkey in no more."""
    db.session.delete(passkey)
    audit.note(Act.FACTOR_REMOVED, person, at=at, by=person)
    db.session.flush()


def no_passkey() -> Refusal:
    """That there is no new passkey."""
    return Refusal(_("No passkey was made. Begin once more."), status=400)
