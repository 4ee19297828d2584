"""Who signs in to the demo, with which passwords.

Passwords are made anew in each installation.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.people import service
from app.people.models import Person, Role

WORDS_IN_PASSWORD = 4


@dataclass(frozen=True)
class Account:
    """One person of the demo; `password` is empty for whoever never signs in."""

    person: Person
    password: str = ""


PEOPLE = (
    ("tom", "Tom Adeyemi", Role.TECHNICIAN),
    ("ines", "Ines Duarte", Role.TECHNICIAN),
    ("sam", "Sam Okoro", Role.TECHNICIAN),
    ("mara", "Mara Lindqvist", Role.MANAGER),
    ("admin", "Demo Administrator", Role.ADMIN),
)

QUALIFIED = {"sam": "ehs"}
"""Who may sign what others may not."""
SIGN_IN = frozenset({"tom", "mara", "admin"})
WORDS = Path(__file__).with_name("words.txt")


def add_people(*, at: datetime) -> dict[str, Account]:
    """The people of the demo by their short names; who signs in has a password of random words."""
    words = WORDS.read_text(encoding="ascii").split()
    accounts = {}
    for key, name, role in PEOPLE:
        person = service.add_person(f"{key}@demo.example", name, role, at=at)
        person.qualifications = QUALIFIED.get(key, "")
        accounts[key] = _admitted(person, words) if key in SIGN_IN else Account(person)
    return accounts


def _admitted(person: Person, words: Sequence[str]) -> Account:
    password = "-".join(secrets.choice(words) for _ in range(WORDS_IN_PASSWORD))
    service.choose_password(person, password)
    return Account(person, password)
