"""The audit log as a page and a file show it."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app import formats
from app.audit.models import AuditEntry
from app.cells import guarded
from app.logbook import words
from app.logbook.queries import Filter, Listing
from app.people.models import Person

HEADS = (
    *("number", "moment", "who", "person", "act", "sentence", "about", "about_id", "name"),
    *("changes", "site", "way", "hash"),
)


@dataclass(frozen=True)
class Line:
    """One entry in plain words."""

    number: int
    when: str
    iso: str
    sentence: str
    changes: list[str]
    where: str
    site: str
    """Whose it is, where there are several."""
    about_address: str
    """Where all that was done with the same thing is shown; empty where it is nothing stored."""


@dataclass(frozen=True)
class Told:
    """What was done once, or the same again and again without anything between, in a sentence."""

    sentence: str
    lines: list[Line]


@dataclass(frozen=True)
class Day:
    """What was done on one day."""

    iso: str
    words: str
    told: list[Told]


@dataclass(frozen=True)
class LogPage:
    """A page of the log, with what it was filtered by."""

    days: list[Day]
    wanted: Filter
    people: list[tuple[str, str]]
    groups: list[tuple[str, Any]]
    things: list[tuple[str, Any]]
    chosen: Mapping[str, str]
    is_filtered: bool
    sentence: str
    newest_address: str
    older_address: str
    file_address: str


def log_page(
    found: Listing, wanted: Filter, people: Sequence[Person], *, understood: bool
) -> LogPage:
    """The page of what was found."""
    chosen = _chosen(wanted)
    last = found.entries[-1].number if found.entries else 0
    return LogPage(
        days=_days(found, wanted.zone),
        wanted=wanted,
        people=[("", _("Everybody")), *((str(each.id), each.name) for each in people)],
        groups=[("", _("Everything")), *words.GROUPS.items()],
        things=[("", _("Anything")), *words.THINGS.items()],
        chosen=chosen,
        is_filtered=any(chosen.values()),
        sentence="" if understood else _("What you wrote is not a date."),
        newest_address=url_for("logbook.listing", **_given(chosen)) if wanted.before else "",
        older_address=(
            url_for("logbook.listing", **_given(chosen), before=last) if found.has_more else ""
        ),
        file_address=url_for("logbook.file", **_given(chosen)),
    )


def _chosen(wanted: Filter) -> dict[str, str]:
    return {
        "person": str(wanted.person_id or ""),
        "group": wanted.group,
        "about": wanted.about,
        "id": str(wanted.about_id or ""),
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "q": wanted.q,
    }


def _given(chosen: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in chosen.items() if value}


def _days(found: Listing, zone: tzinfo) -> list[Day]:
    """The entries by the days on which they were made, what is alike told once."""

    def day(entry: AuditEntry) -> date:
        return entry.at.astimezone(zone).date()

    return [
        Day(each.isoformat(), formats.weekday(each), _told(list(entries), found, zone))
        for each, entries in groupby(found.entries, day)
    ]


def _told(entries: list[AuditEntry], found: Listing, zone: tzinfo) -> list[Told]:
    def alike(entry: AuditEntry) -> tuple[Any, ...]:
        return entry.who, entry.person_id, entry.act, entry.about, entry.way

    told = []
    for _key, several in groupby(entries, alike):
        run = list(several)
        whats = [_what(each, found.names) for each in run]
        words_of_it = words.sentence(run[0].act, who(run[0], found.names), words.listed(whats))
        told.append(Told(words_of_it, [line(each, found, zone) for each in run]))
    return told


def line(entry: AuditEntry, found: Listing, zone: tzinfo) -> Line:
    """One entry in plain words."""
    key = entry.about_id
    return Line(
        number=entry.number,
        when=formats.hour(entry.at, zone),
        iso=entry.at.isoformat(),
        sentence=sentence(entry, found.names),
        changes=words.changes(json.loads(entry.changes), zone),
        where=_where(entry.way),
        site=found.sites.get(entry.site_id or 0, ""),
        about_address=(
            url_for("logbook.listing", about=entry.about, id=key)
            if key and entry.about in words.THINGS
            else ""
        ),
    )


def _where(way: str) -> str:
    """The address of the page from which it was done; of a command or a job, its name."""
    try:
        rule = next(current_app.url_map.iter_rules(way))
    except KeyError:
        return way
    return re.sub("<[^>]+>", "…", rule.rule)


def sentence(entry: AuditEntry, names: Mapping[int, str]) -> str:
    """What the entry tells, without its full stop."""
    return words.sentence(entry.act, who(entry, names), _what(entry, names))


def _what(entry: AuditEntry, names: Mapping[int, str]) -> str:
    """With what it was done, as that was called; people as they are called today."""
    if entry.about == "person" and entry.about_id:
        return names.get(entry.about_id) or _("person %(number)s", number=entry.about_id)
    return words.called(entry.about, entry.about_id, entry.name)


def who(entry: AuditEntry, names: Mapping[int, str]) -> str:
    """Who did it, as they are called today."""
    if entry.person_id is None:
        return str(words.NOBODY[entry.who])
    return names.get(entry.person_id) or _("Person %(number)s", number=entry.person_id)


def written(chunks: Iterator[Listing]) -> Iterator[str]:
    """The lines of the file, some at a time; no cell of it is taken for a formula."""
    yield _row(HEADS)
    for found in chunks:
        yield "".join(_row(_cells(each, found.names)) for each in found.entries)


def _cells(entry: AuditEntry, names: Mapping[int, str]) -> tuple[Any, ...]:
    return (
        *(entry.number, entry.at.isoformat(), entry.who.value, who(entry, names), entry.act),
        *(sentence(entry, names), entry.about, entry.about_id or "", entry.name, entry.changes),
        *(entry.site_id or "", entry.way, entry.hash),
    )


def _row(cells: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(
        guarded(each, formulas=True) if isinstance(each, str) else each for each in cells
    )
    return out.getvalue()
