"""What can be done with people: add one, let one choose a password, switch one off."""

import secrets
from datetime import datetime

from flask_babel import gettext as _
from flask_security.recoverable import (
    generate_reset_password_token,
    reset_password_token_status,
    update_password,
)
from flask_security.utils import verify_password
from sqlalchemy import func, select

from app.audit import service as audit
from app.audit.acts import Act
from app.errors import Refusal
from app.extensions import db, security
from app.people.models import Person, Role

LONGEST_QUALIFICATION = 40
"""As a job plan may name one."""


def add_person(email: str, name: str, role: Role, *, at: datetime) -> Person:
    """A new person without a password; refused where the e-mail address is known already."""
    email = email.strip().lower()
    if db.session.scalar(select(Person.id).where(func.lower(Person.email) == email)):
        raise Refusal(
            _("%(email)s has an account already.", email=email), field="email", status=409
        )
    person = Person(
        email=email,
        name=name.strip(),
        role=role,
        fs_uniquifier=secrets.token_hex(32),
        created_at=at,
    )
    db.session.add(person)
    db.session.flush()
    return person


def change(person: Person, name: str, role: Role, *, by: Person) -> None:
    """Give a person another name or role; refused for one's own role, so that one admin stays.

    Another role signs the person out everywhere: they come back with what they may do from now on.
    """
    if person.id == by.id and role is not person.role:
        raise Refusal(_("You can't change your own role. Ask another administrator."), field="role")
    person.name, person.role = name.strip(), role
    db.session.flush()


def welcome_token(person: Person) -> str:
    """A token for one use within three days: whoever bears it chooses this person's password."""
    return str(generate_reset_password_token(person))


def welcome_address(person: Person, base: str) -> str:
    """The one-time link of a person on the address `base`; refused for one who is switched off."""
    if not person.active:
        raise Refusal(_("%(name)s is switched off. Switch them on first.", name=person.name))
    return f"{base}/welcome/{welcome_token(person)}"


def invite(person: Person, base: str, *, at: datetime) -> str:
    """The one-time link of a person, noted as an invitation where they have no password yet."""
    address = welcome_address(person, base)
    if person.password is None:
        person.invited_at = at
        db.session.flush()
    else:
        audit.note(Act.LINK_GIVEN, person, at=at)
    return address


def uninvite(person: Person) -> None:
    """Let no link that was given to the person open anything any more."""
    person.sign_out_everywhere()
    person.invited_at = None
    db.session.flush()


def person_of_token(token: str) -> Person | None:
    """Whose welcome this is; None where it was used, is too old, or never was."""
    expired, invalid, person = reset_password_token_status(token)
    return person if person and person.active and not expired and not invalid else None


def choose_password(person: Person, password: str) -> None:
    """Set the password, kept as an Argon2id hash, and end every session of this person.

    It is spelled as signing in spells it (NFKD), or one with an umlaut would never fit.
    """
    update_password(person, security.password_util.normalize(password))
    db.session.flush()


def check_password(person: Person, password: str, field: str) -> None:
    """Refuse a password that is not the person's, beside the field that it was typed into."""
    told = security.password_util.normalize(password)
    if person.password is None or not verify_password(told, person.password):
        raise Refusal(_("This is not your password."), field=field, status=422)


def change_password(person: Person, old: str, new: str) -> None:
    """Set another password for whoever knows the old one; every sign-in ends."""
    check_password(person, old, "old")
    choose_password(person, new)


def switch_off(person: Person, by: Person) -> None:
    """End the person's access at once; refused for oneself."""
    if person.id == by.id:
        raise Refusal(_("You can't switch off your own account. Ask another administrator."))
    person.active = False
    person.sign_out_everywhere()
    db.session.flush()


def switch_on(person: Person) -> None:
    """Give the person access again, with the password they had."""
    person.active = True
    db.session.flush()


def renew_calendar(person: Person) -> bool:
    """Give the person's calendar a new secret address; whether there was one, which ends at once.

    192 random bits, as in a reporter's own address: it can't be guessed.
    """
    had = person.calendar_secret is not None
    person.calendar_secret = secrets.token_urlsafe(24)
    db.session.flush()
    return had


def close_calendar(person: Person) -> None:
    """Let no address open the person's calendar any more."""
    person.calendar_secret = None
    db.session.flush()


def qualify(person: Person, words: str) -> None:
    """Say what the person may sign beside what everybody may: a line each, each once."""
    lines = {
        " ".join(line.split()).casefold(): " ".join(line.split()) for line in words.split("\n")
    }
    named = [line for folded, line in lines.items() if folded]
    if any(len(line) > LONGEST_QUALIFICATION for line in named):
        raise Refusal(
            _("Use at most %(max)d characters for each.", max=LONGEST_QUALIFICATION),
            field="qualifications",
            status=422,
        )
    person.qualifications = "\n".join(named)
    db.session.flush()
