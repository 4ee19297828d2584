"""What was done to a unit, in words: for its page and for its record on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.checks.logging.parts import part_words
from app.checks.models import Finding, Result
from app.checks.unit.queries import UnitVisit
from app.checks.words import REASONS, SCOPES, how, who

FOUND = {
    Result.PASS: _l("Fine"),
    Result.FAIL: _l("Not fine"),
    Result.NOT_APPLICABLE: _l("Does not apply"),
    Result.NOT_CHECKED: _l("Not checked"),
}


@dataclass(frozen=True)
class UnitEntry:
    """One entry of the history."""

    address: str
    when: str
    iso: str
    title: str
    text: str
    who: str
    state: str


def entry(visit: UnitVisit, zone: tzinfo) -> UnitEntry:
    """The visit in words, without anybody's name and without free texts."""
    check = visit.check
    found = str(FOUND[visit.result])
    told = {"scope": SCOPES[check.scope], "role": who(visit.role)}
    return UnitEntry(
        address=url_for("checks.detail", check_id=check.id),
        when=formats.full_moment(check.done_at, zone),
        iso=check.done_at.isoformat(),
        title=_("Corrected since. It said: %(what)s", what=found) if visit.is_corrected else found,
        text="; ".join(_told(visit)),
        who=_("%(scope)s by %(role)s, %(how)s", how=how(visit.grade, check.no_tag), **told),
        state=Result.NOT_CHECKED if visit.is_corrected else visit.result,
    )


def _told(visit: UnitVisit) -> Iterator[str]:
    yield from (words for each in visit.findings if (words := told_of(each)))
    if visit.parts:
        used = ", ".join(part_words(each) for each in visit.parts)
        yield _("Parts used: %(parts)s", parts=used)


def told_of(finding: Finding) -> str:
    """What a reader wants to know of a finding: what was read, what failed, why it was not done."""
    item = _(finding.item_text) if finding.item_text else ""
    if finding.read_on:
        return f"{item}: {formats.full_date(finding.read_on)}"
    if finding.reading is not None:
        return f"{item}: {formats.number(finding.reading)} {finding.unit}".strip()
    if finding.result is Result.FAIL and item:
        return f"{item}: {FOUND[Result.FAIL]}"
    if finding.reason:
        return f"{item}: {REASONS[finding.reason]}" if item else str(REASONS[finding.reason])
    return ""
