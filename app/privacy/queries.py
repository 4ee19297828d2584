"""What is known of a person, told in whole."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.faults.models import Follower, Mail, Report
from app.people.models import Person
from app.privacy import owning
from app.privacy.service import spelled

SECRET = frozenset(
    ["password", "fs_uniquifier", "calendar_secret", "secret", "secret_hash", "bound_to"]
)
"""What opens something is not handed out, not even to its owner."""


def person(person_id: int) -> Person | None:
    """Somebody with an account; None where there is none."""
    return db.session.get(Person, person_id)


def known_of(somebody: Person) -> dict[str, Any]:
    """Everything that points at a person, by table and column; moments as ISO 8601 in UTC."""
    found: dict[str, Any] = {"person": _rows(Person.__table__, Person.id == somebody.id)}
    for column in owning.pointing():
        if rows := _rows(column.table, column == somebody.id):
            found[owning.name_of(column)] = rows
    return found


def known_of_address(address: str) -> dict[str, Any]:
    """Everything that bears a stranger's address: reports, what follows them, and mail."""
    address = spelled(address)
    follows = select(Follower.report_id).where(func.lower(Follower.address) == address)
    told = (func.lower(Report.contact) == address) | Report.id.in_(follows)
    asked = {
        "report": (Report.__table__, told),
        "follower": (Follower.__table__, func.lower(Follower.address) == address),
        "mail": (Mail.__table__, func.lower(Mail.sender) == address),
    }
    found = {name: _rows(table, where) for name, (table, where) in asked.items()}
    return {name: rows for name, rows in found.items() if rows}


def _rows(table: Any, where: Any) -> list[dict[str, Any]]:
    shown = [each for each in table.columns if each.name not in SECRET]
    rows = db.session.execute(select(*shown).where(where).order_by(shown[0])).mappings()
    return [{str(name): _told(value) for name, value in row.items()} for row in rows]


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
