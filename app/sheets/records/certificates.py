"""The inspection certificate of a room or a unit: when it may hang on a wall, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import get_locale
from flask_babel import gettext as _

from app import formats
from app.checks.models import Check, DueWork, Grade
from app.checks.readiness import Readiness
from app.checks.words import how, who
from app.codes.code import grouped
from app.codes.models import Tag
from app.equipment.models import Condition, Equipment
from app.errors import Refusal
from app.people.models import Role
from app.places.models import Room
from app.places.words import where
from app.sheets.records.pages import Facts, state_of, state_words
from tags import Certificate

Seen = tuple[Check, Role] | None


@dataclass(frozen=True)
class Paper:
    """What all papers of one moment share; `address` is where codes lead, "" where nowhere."""

    house: str
    accent: str
    address: str
    small: bool
    now: datetime


def of_room(facts: Facts, seen: Seen, unfit: Sequence[str], paper: Paper) -> Certificate:
    """The certificate of a room; `unfit` names what in it must not be used.

    Refuses what there is nothing to say for: never checked, overdue, or not to be used.
    """
    room, today = facts.room, _today(facts.room, paper)
    state = state_of(facts, today)
    if seen is None:
        raise Refusal(_("Nobody has checked it yet, so there is nothing to certify."))
    if state is Readiness.NOT_WORKING:
        raise Refusal(_("It should not be used for now, so it gets no certificate."))
    _insist_not_late(room.check_due_on, today)
    said = state_words(state, facts)
    if unfit:
        said = _("Do not use: %(units)s.", units=", ".join(unfit))
    place = " \u00b7 ".join(part for part in (room.description, where(room)) if part)
    told = (room.name, place, said)
    return _paper(told, tuple(_made(seen, room)), room.check_due_on, facts.tag, paper, room)


def of_unit(
    unit: Equipment, tag: Tag | None, due: Sequence[DueWork], seen: Seen, paper: Paper
) -> Certificate:
    """The certificate of a unit with the work that is due on it; refused as that of a room is."""
    room, today = unit.room, _today(unit.room, paper)
    lawful = [each for each in due if each.statutory]
    if seen is None:
        raise Refusal(_("Nobody has looked at it yet, so there is nothing to certify."))
    if unit.is_retired or unit.condition is Condition.DOWN:
        raise Refusal(_("It does not work, so it gets no certificate."))
    for work in lawful:
        if work.last_done_on is None:
            raise Refusal(_("What the law asks for was never logged here: %(w)s.", w=_name(work)))
    until = min((each.due_on for each in lawful or due), default=room.check_due_on)
    _insist_not_late(until, today)
    state = _("It was found working.")
    if unit.condition is Condition.DEGRADED:
        state = _("It can be used, but something about it is broken.")
    facts = (*_made(seen, room), *(_lawful(each) for each in lawful))
    return _paper((unit.name, _place(unit), state), facts, until, tag, paper, room)


def forbidden(unit: Equipment, tag: Tag | None, seen: Seen, paper: Paper) -> Certificate:
    """The paper of what failed work that the law asks for: do not use."""
    facts = [(_("Support"), unit.room.support.phone)]
    if seen:
        day = seen[0].done_at.astimezone(unit.room.support.zone).date()
        facts.insert(0, (_("Last looked at"), formats.full_date(day)))
    told = (unit.name, _place(unit), _("It failed its last safety check."))
    page = _paper(told, tuple(facts), unit.room.check_due_on, tag, paper, unit.room)
    return replace(
        page,
        title=_("Not safe to use"),
        forbidden=_("DO NOT USE"),
        until=(_("Until"), _("it has passed again")),
    )


def _paper(  # noqa: PLR0917 - a page has this many parts
    told: tuple[str, str, str],
    facts: tuple[tuple[str, str], ...],
    until: date,
    tag: Tag | None,
    paper: Paper,
    room: Room,
) -> Certificate:
    name, place, state = told
    code = tag.code if tag else ""
    issued = formats.full_moment(paper.now, room.support.zone)
    locale = get_locale()
    return Certificate(
        title=_("Inspection certificate"),
        house=paper.house,
        name=name,
        place=place,
        state=state,
        facts=facts,
        until=(_("Next check by"), formats.full_date(until)),
        lead=_("Scan to see how it is today.") if code and paper.address else "",
        foot=_("Issued %(when)s. This is a copy: the page behind its code counts.", when=issued),
        address=f"{paper.address}/T/{code}".upper() if paper.address and code else "",
        code=grouped(code) if code else "",
        size="A5" if paper.small else "A4",
        locale=str(locale or "en").replace("_", "-"),
        direction=locale.text_direction if locale else "ltr",
        accent=paper.accent,
    )


def _made(seen: tuple[Check, Role], room: Room) -> Iterator[tuple[str, str]]:
    check, role = seen
    day = check.done_at.astimezone(room.support.zone).date()
    yield _("Checked on"), formats.full_date(day)
    yield _("By"), who(role)
    yield _("How"), how(Grade(check.grade), check.no_tag)


def _lawful(work: DueWork) -> tuple[str, str]:
    last = formats.full_date(work.last_done_on) if work.last_done_on else "\u2013"
    return _name(work), _("last done %(day)s, as the law asks", day=last)


def _name(work: DueWork) -> str:
    return work.plan.name if work.plan else _("Room check")


def _place(unit: Equipment) -> str:
    parts = (_(unit.model.type.title), unit.model.label, unit.room.name, where(unit.room))
    return " \u00b7 ".join(filter(None, parts))


def _today(room: Room, paper: Paper) -> date:
    return paper.now.astimezone(room.support.zone).date()


def _insist_not_late(due_on: date, today: date) -> None:
    if due_on < today:
        day = formats.full_date(due_on)
        raise Refusal(_("Its next check was due on %(day)s. Check it first.", day=day))
