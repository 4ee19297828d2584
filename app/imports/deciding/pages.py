"""The remembered words and profiles as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePath
from typing import Any

from flask import url_for
from flask_babel import get_timezone, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app import formats
from app.formats import number
from app.imports.deciding import queries
from app.imports.deciding.queries import Word
from app.imports.deciding.service import LONGEST_PROFILE
from app.imports.deciding.shapes import COLUMN, NO_COLUMN, differences
from app.imports.models import Profile, Spelt
from app.imports.reading.cleaning import spelled
from app.imports.words import field_word
from app.paging import Pages, Slice, pages

KINDS: Mapping[Spelt, Any] = {
    Spelt.MAKER: _l("Maker"),
    Spelt.MODEL: _l("Model"),
    Spelt.TYPE: _l("Type"),
}
MOST_NAMES = 6


@dataclass(frozen=True)
class WordRow:
    """A remembered decision: what a word means, of what kind, who decided it and when."""

    said: str
    means: str
    kind: str
    decided: str
    forget_address: str


@dataclass(frozen=True)
class WordsPage:
    """The remembered decisions of one page, those that hold the searched words."""

    words: str
    rows: tuple[WordRow, ...]
    pages: Pages


def words_page(words: str, part: Slice, found: Sequence[Word], now: datetime) -> WordsPage:
    """The page of remembered decisions; `words` are those that are searched for."""
    return WordsPage(
        words=words,
        rows=tuple(_word_row(each, now) for each in found),
        pages=pages(part, lambda page: url_for("imports.words", q=words or None, page=page)),
    )


def _word_row(word: Word, now: datetime) -> WordRow:
    spelling = word.spelling
    kind = str(KINDS[spelling.spelt])
    return WordRow(
        said=spelling.said,
        means=_means(word),
        kind=f"{kind} · {spelling.within}" if spelling.within else kind,
        decided=_who_and_when(word.by, spelling.at, now),
        forget_address=url_for("imports.forget", spelling_id=spelling.id),
    )


def _means(word: Word) -> str:
    spelling = word.spelling
    if spelling.spelt is Spelt.TYPE:
        return word.title or spelling.meant
    if spelled(spelling.meant) == spelling.said:
        return _("itself: %(word)s", word=spelling.meant)
    return spelling.meant


def _zone() -> tzinfo:
    return get_timezone() or UTC


def _who_and_when(by: str | None, at: datetime, now: datetime) -> str:
    when = formats.ago(at, now, _zone())
    return f"{by} · {when}" if by else when


@dataclass(frozen=True)
class ProfileCard:
    """A profile: which columns it knows, how it reads them, and where it is changed."""

    id: int
    name: str
    columns: str
    kept: str
    facts: tuple[tuple[str, str], ...]
    error: str
    rename_address: str
    remove_address: str


@dataclass(frozen=True)
class ProfilesPage:
    """All profiles by name."""

    cards: tuple[ProfileCard, ...]
    longest: int = LONGEST_PROFILE


def profiles_page(
    found: Sequence[tuple[Profile, str | None]],
    now: datetime,
    typed: Mapping[int, tuple[str, str]] | None = None,
) -> ProfilesPage:
    """The page of all profiles; `typed` are names that were refused by profile, with the reason."""
    refused = typed or {}
    return ProfilesPage(
        tuple(
            ProfileCard(
                id=each.id,
                name=refused.get(each.id, (each.name, ""))[0],
                columns=_columns(each.header),
                kept=_who_and_when(by, each.at, now),
                facts=tuple(_facts(each)),
                error=refused.get(each.id, ("", ""))[1],
                rename_address=url_for("imports.rename_profile", profile_id=each.id),
                remove_address=url_for("imports.remove_profile", profile_id=each.id),
            )
            for each, by in found
        )
    )


def _columns(header: Sequence[str]) -> str:
    return ngettext("%(count)s column", "%(count)s columns", len(header), count=number(len(header)))


def _facts(profile: Profile) -> Iterator[tuple[str, str]]:
    """Which field stands in which column, as far as the profile says it."""
    for name, column in profile.choices.items():
        if name.startswith(COLUMN) and column not in NO_COLUMN:
            yield field_word(name.removeprefix(COLUMN)), column


@dataclass(frozen=True)
class Offer:
    """A profile that fits a sent file; `differs` says in a sentence which columns do not."""

    id: int
    name: str
    differs: str


@dataclass(frozen=True)
class Shape:
    """How a sent file is read like one before it, or could be, and be remembered for those to come.

    `used` is the profile that it is read by, `offer` another one for its columns (None: there is
    none), `others` the rest by id and name; `name` stands in the field.
    """

    used: Offer | None
    offer: Offer | None
    others: tuple[tuple[str, str], ...]
    name: str
    like_address: str
    keep_address: str
    longest: int = LONGEST_PROFILE


def shape(
    token: str, file: str, header: Sequence[str], typed: Mapping[str, str], name: str = ""
) -> Shape:
    """The profiles for a sent file: `typed` is what was chosen of it, `name` a name just typed."""
    likest, used = queries.profile_for(header), queries.profile(typed.get("profile", ""))
    others = [each for each, _by in queries.profiles() if each not in {likest, used}]
    return Shape(
        used=_offer(used, header) if used else None,
        offer=_offer(likest, header) if likest and not used else None,
        others=tuple((str(each.id), each.name) for each in others),
        name=name or (used.name if used else PurePath(file).stem[:LONGEST_PROFILE]),
        like_address=url_for("imports.read_like", token=token),
        keep_address=url_for("imports.keep_profile", token=token),
    )


def _offer(profile: Profile, header: Sequence[str]) -> Offer:
    told = differences(profile.header, header)
    parts = []
    if told.missing:
        parts.append(_("Not in this list: %(names)s.", names=_listed(told.missing)))
    if told.added:
        parts.append(_("New in this list: %(names)s.", names=_listed(told.added)))
    return Offer(profile.id, profile.name, " ".join(parts))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:MOST_NAMES])
    left = len(names) - MOST_NAMES
    if left <= 0:
        return shown
    return _("%(names)s and %(count)s more", names=shown, count=number(left))
