"""Audits as plain values: how far two people agree, month by month, and where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app import formats
from app.checks.audits.comparing import Difference, compared
from app.checks.audits.figures import FEWEST, Share, Tally, by_month, tally
from app.checks.audits.queries import Draw, Ended
from app.checks.models import Check, Result
from app.checks.words import thing
from app.places.words import where


@dataclass(frozen=True)
class Month:
    """What came of the audits of a month."""

    name: str
    drawn: int
    done: int
    lapsed: int
    agreement: str


@dataclass(frozen=True)
class AuditLine:
    """An audit that was done, or has lapsed."""

    address: str
    """Of the first check."""
    again_address: str
    room: str
    place: str
    when: str
    state: str
    word: str
    told: str
    differences: tuple[str, ...]


@dataclass(frozen=True)
class AuditsPage:
    """How far checks agree with second looks."""

    percent: int
    share: str
    """The agreement as a percentage; empty where there is too little to tell."""
    bounds: str
    sentence: str
    drawn: int
    done: int
    lapsed: int
    months: tuple[Month, ...]
    lines: tuple[AuditLine, ...]


def audits_page(
    percent: int, draws: Sequence[Draw], ended: Sequence[Ended], zone: tzinfo
) -> AuditsPage:
    """The page of all audits; months are those of the zone."""
    all_ = tally(draws)
    share = all_.agreement
    return AuditsPage(
        percent=percent,
        share=percents(share.value) if share.is_telling else "",
        bounds=bounds(share),
        sentence=_sentence(share),
        drawn=all_.drawn,
        done=all_.done,
        lapsed=all_.lapsed,
        months=tuple(_month(first, part) for first, part in by_month(draws, zone)),
        lines=tuple(_line(each) for each in ended),
    )


def percents(value: float) -> str:
    """A share as a whole percentage."""
    return _("%(number)s %%", number=formats.number(round(100 * value)))


def bounds(share: Share) -> str:
    """Between which percentages the true share lies, in words; empty where it is not told."""
    if not share.is_telling:
        return ""
    low, high = share.bounds
    return _("between %(low)s and %(high)s", low=percents(low), high=percents(high))


def _sentence(share: Share) -> str:
    if share.is_telling:
        return ngettext(
            "Both said the same of %(part)d of %(num)d unit that both looked at.",
            "Both said the same of %(part)d of %(num)d units that both looked at.",
            share.whole,
            part=share.part,
        )
    return ngettext(
        "Two people have looked at %(num)d unit so far. From %(few)d on there is a share to tell.",
        "Two people have looked at %(num)d units so far. From %(few)d on there is a share to tell.",
        share.whole,
        few=FEWEST,
    )


def _month(first: date, part: Tally) -> Month:
    share = part.agreement
    of = _("%(part)s of %(whole)s", part=share.part, whole=share.whole)
    told = f"{percents(share.value)} ({of})" if share.is_telling else of
    name = format_date(first, "LLLL y")
    return Month(name, part.drawn, part.done, part.lapsed, told if share.whole else "–")


def _line(each: Ended) -> AuditLine:
    state, word, told = "unchecked", _("Lapsed"), _("Nobody made it again in time.")
    differences: tuple[Difference, ...] = ()
    if each.again:
        units = each.audit.compared or 0
        state, word = "pass", _("They agree")
        told = ngettext("%(num)d unit compared", "%(num)d units compared", units)
        if each.audit.agreed != units:
            state, word = "fail", _("They differ")
            differences = compared(each.first, each.again).differences
    return AuditLine(
        address=_address(each.first),
        again_address=_address(each.again) if each.again else "",
        room=each.first.room.name,
        place=where(each.first.room),
        when=_moment(each.first.done_at, each.first),
        state=state,
        word=word,
        told=told,
        differences=tuple(_difference(one, each) for one in differences),
    )


def _difference(one: Difference, each: Ended) -> str:
    names = {
        finding.equipment_id: finding.equipment.name
        for finding in each.first.findings
        if finding.equipment
    }
    unit = thing(names.get(one.equipment_id))
    if one.again is Result.FAIL:
        return _("%(unit)s: fine at first, not fine at the second look", unit=unit)
    return _("%(unit)s: not fine at first, fine at the second look", unit=unit)


def _address(check: Check) -> str:
    return url_for("checks.detail", check_id=check.id)


def _moment(moment: datetime, check: Check) -> str:
    return formats.full_moment(moment, check.room.support.zone)
