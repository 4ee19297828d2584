"""Two checks under one key: what the phone says and what is stored, for a person to compare."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.checks.logging.parts import part_words, pieces, used_in
from app.checks.models import Check, Finding, Reason, Result
from app.checks.service import Found
from app.checks.words import REASONS, RESULTS
from app.extensions import db
from app.people.models import Person
from app.sync.message import Part, read_message
from app.sync.service import found_in, parts_said


def side_by_side(text: str, by: Person) -> dict[str, Any] | None:
    """Both as lines of words; None where nothing of this person is stored under the key."""
    message = read_message(text)
    stored = db.session.scalar(
        select(Check)
        .where(Check.key == message.key, Check.person_id == by.id)
        .options(
            selectinload(Check.findings).joinedload(Finding.item),
            selectinload(Check.findings).joinedload(Finding.equipment),
        )
    )
    if stored is None:
        return None
    there = [_found(each) for each in stored.findings]
    here = found_in(message.findings)
    return {
        "stored": stored.id,
        "here": [*_lines(here, message.reason, message.note), *_said(message.parts)],
        "there": [*_lines(there, stored.reason, stored.note), *_taken(stored.id)],
    }


def _found(row: Finding) -> Found:
    return Found(
        row.equipment,
        row.result,
        row.item,
        row.reason,
        row.reading,
        row.read_on,
        row.note,
        row.answer,
    )


def _lines(found: Sequence[Found], reason: Reason | None, note: str) -> Iterator[str]:
    if reason:
        yield _("Not checked: %(why)s", why=REASONS[reason])
    for each in found:
        result = each.judged()
        words = RESULTS.get(result) or _("Not applicable")
        if result is Result.NOT_CHECKED and each.reason:
            words = _("Not checked: %(why)s", why=REASONS[each.reason])
        yield f"{each.thing}: {words}" + (f" ({each.words})" if each.words else "")
    if note:
        yield note


def _said(parts: Sequence[Part]) -> Iterator[str]:
    for each in parts_said(parts):
        yield f"{each.equipment.name}: {pieces(each.number, each.stock)}"


def _taken(check_id: int) -> Iterator[str]:
    for each in used_in([check_id]):
        yield f"{each.equipment.name}: {part_words(each)}"
