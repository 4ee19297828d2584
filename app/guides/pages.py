"""What the pages about guides show."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app import formats
from app.equipment import queries as equipment
from app.guides import queries, words
from app.guides.models import Guide, GuideKind, GuideVersion
from app.guides.queries import OLD, RETIRED, Wanted
from app.guides.rendering import rendered
from app.paging import Pages, pages


@dataclass(frozen=True)
class Line:
    """A guide in the list."""

    id: int
    title: str
    about: str
    against: str
    kind: str
    confirmed: str
    is_old: bool


@dataclass(frozen=True)
class GuidesPage:
    """The list of guides, and what they spare."""

    wanted: Wanted
    lines: Sequence[Line]
    pages: Pages
    kinds: list[tuple[str, str]]
    types: list[tuple[str, str]]
    is_new: bool
    avoided: str
    avoided_note: str


@dataclass(frozen=True)
class Version:
    """One version in the list of them."""

    number: int
    when: str
    iso: str
    who: str


@dataclass(frozen=True)
class GuidePage:
    """One guide."""

    id: int
    title: str
    about: str
    against: str
    kind: str
    html: Markup
    confirmed: str
    confirmed_iso: str
    is_old: bool
    is_retired: bool
    solved: str
    versions: tuple[Version, ...]
    newest: int


@dataclass(frozen=True)
class Change:
    """A line of two versions beside each other: kept, added or taken out."""

    kind: str
    text: str


def guides_page(wanted: Wanted, page: int, now: datetime, zone: tzinfo) -> GuidesPage:
    """The page of the list at this moment; months are those of the zone."""
    found, part = queries.listed(wanted, page)
    spared = queries.avoided(_month(now, zone))
    kinds = [("", _("All")), *((kind.value, str(said)) for kind, said in words.SHORT.items())]
    types = [("", _("All")), *((str(each.id), _(each.title)) for each in equipment.types())]
    return GuidesPage(
        wanted=wanted,
        lines=tuple(_line(each, now, zone) for each in found),
        pages=pages(part, lambda number: _address(wanted, number)),
        kinds=[*kinds, (RETIRED, _("Out of use"))],
        types=types,
        is_new=not found and wanted == Wanted(),
        avoided=formats.number(spared.calls),
        avoided_note=ngettext(
            "%(num)d person said “That solved it” this month, %(guides)s by a guide.",
            "%(num)d people said “That solved it” this month, %(guides)s by a guide.",
            spared.calls,
            guides=formats.number(spared.by_guides),
        ),
    )


def guide_page(guide: Guide, now: datetime, zone: tzinfo) -> GuidePage:
    """The guide at this moment, with its versions."""
    return GuidePage(
        id=guide.id,
        title=guide.title,
        about=words.about(guide),
        against=words.against(guide),
        kind=str(words.KINDS[guide.kind]),
        html=rendered(guide.body),
        confirmed=formats.ago(guide.confirmed_at, now, zone),
        confirmed_iso=guide.confirmed_at.isoformat(),
        is_old=is_old(guide, now),
        is_retired=guide.retired_at is not None,
        solved=_solved(guide),
        versions=tuple(_version(each, now, zone) for each in queries.versions(guide.id)),
        newest=guide.version,
    )


def is_old(guide: Guide, now: datetime) -> bool:
    """Whether somebody should look again whether the guide is right."""
    return now - guide.confirmed_at > OLD


def compared(before: GuideVersion, after: GuideVersion) -> tuple[Change, ...]:
    """What one version says that the other does not, line by line."""
    old, new = (f"{each.title}\n\n{each.body}".splitlines() for each in (before, after))
    kinds = {"+": "added", "-": "taken", " ": "kept"}
    return tuple(
        Change(kinds[line[0]], line[2:]) for line in difflib.ndiff(old, new) if line[0] in kinds
    )


def _month(now: datetime, zone: tzinfo) -> datetime:
    local = now.astimezone(zone)
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _address(wanted: Wanted, page: int) -> str:
    return url_for(
        "guides.listing",
        q=wanted.words or None,
        kind=wanted.kind or None,
        type=wanted.type_id,
        model=wanted.model or None,
        page=page if page > 1 else None,
    )


def _line(guide: Guide, now: datetime, zone: tzinfo) -> Line:
    return Line(
        id=guide.id,
        title=guide.title,
        about=words.about(guide),
        against=words.against(guide),
        kind=str(words.SHORT[guide.kind]),
        confirmed=formats.ago(guide.confirmed_at, now, zone),
        is_old=is_old(guide, now),
    )


def _solved(guide: Guide) -> str:
    if guide.kind is not GuideKind.SELF_HELP:
        return ""
    times = queries.times_solved(guide.id)
    return ngettext("It solved it %(num)d time.", "It solved it %(num)d times.", times)


def _version(version: GuideVersion, now: datetime, zone: tzinfo) -> Version:
    return Version(
        version.number,
        formats.ago(version.at, now, zone),
        version.at.isoformat(),
        version.by.name if version.by else _("with the program"),
    )
