"""What failed last time, answered by a phone: the line that it took along, and what it says now."""

from collections.abc import Sequence, Set
from datetime import UTC, datetime

from flask_babel import gettext as _

from app.checks.audits.queries import was_blind
from app.checks.logging.failing import StillFailing, failed_before, latest_findings
from app.checks.logging.following import FollowUp, Still
from app.checks.models import Result
from app.checks.service import Found
from app.errors import Refusal
from app.people.models import Person
from app.places.models import Room
from app.sync.message import Again, Message


def follow_ups(room: Room, told: Sequence[Again]) -> list[FollowUp]:
    """The answers with the lines that they are about, whatever came of these meanwhile.

    So a repeat says the same as the first, though that one has settled what it is about.
    """
    lines = failed_before(room.id, {each.finding for each in told})
    if any(each.finding not in lines for each in told):
        raise Refusal(_("What failed last time was in another room. Check it again."), status=410)
    if any((each.still is Still.UNSEEN) != (each.reason is not None) for each in told):
        raise Refusal(_("Say why it was not looked at."), status=422)
    return [FollowUp(lines[each.finding], each.still, each.reason) for each in told]


def insist_answered(room: Room, by: Person, message: Message, found: Sequence[Found]) -> None:
    """Refuse a check that passes over what failed before its phone took the room along.

    What failed since is asked by the next check; a page that did not ask is not blamed, nor is a
    second look, which is told nothing of what failed.
    """
    if message.again is None or message.reason:
        return
    if was_blind(room.id, by.id, datetime.fromtimestamp(message.taken, UTC)):
        return
    told = {each.finding for each in message.again}
    failed = {(each.equipment_id, each.item_id) for each in found if each.judged() is Result.FAIL}
    for line in latest_findings(room.id):
        asked = line.received_at.timestamp() < message.taken
        if asked and line.finding_id not in told and not _said(line, failed):
            sentence = _(
                "“%(what)s” failed last time, and this check does not say whether it is fixed. "
                "Open it again, and answer that.",
                what=_(line.words),
            )
            raise Refusal(sentence, status=422)


def _said(line: StillFailing, failed: Set[tuple[int | None, int | None]]) -> bool:
    """Whether it is said once more that the line is not fine."""
    unit = line.unit.id if line.unit else None
    return (unit, line.item.id if line.item else None) in failed
