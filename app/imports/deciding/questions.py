"""The questions about the words of a sent file, and what a person answers.

A question's fields bear the key of its cluster: what was asked of another state of the file, or
was decided meanwhile, is no answer to anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.formats import number
from app.imports.deciding import clusters
from app.imports.deciding.clusters import Cluster
from app.imports.deciding.service import Decision
from app.imports.models import Spelt
from app.imports.reading.cleaning import clean, plain, spelled
from app.paging import Pages

AT_ONCE = 20
"""How many questions of each kind a page asks."""
MOST_SPELLINGS = 8

MEANT, OTHER, TYPE, ALL = "meant.", "other.", "type.", "all"
IS, APART, LATER = "=", "apart", "later"
"""What a field says: “=Epson”, that the words are different things, or nothing yet."""

Words = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Option:
    """One answer: its value, its words, and how many rows use it ("" where that says nothing)."""

    value: str
    words: str
    rows: str = ""


@dataclass(frozen=True)
class Question:
    """Whether some spellings are one maker or model; `rest` are spellings that are no options."""

    key: str
    legend: str
    spellings: tuple[Option, ...]
    otherwise: tuple[Option, ...]
    chosen: str
    rest: tuple[str, ...]


@dataclass(frozen=True)
class TypeQuestion:
    """A word for a type that nobody knows, and how many rows use it."""

    key: str
    text: str
    rows: str


@dataclass(frozen=True)
class Questions:
    """The questions of one page, the biggest first; false where nothing is asked at all.

    `everything` is the text of the button that decides all as suggested, "" where all that is
    suggested stands on this page.
    """

    address: str
    total: int
    asked: tuple[Question, ...]
    types: tuple[TypeQuestion, ...]
    titles: tuple[tuple[str, str], ...]
    everything: str
    pages: Pages | None

    def __bool__(self) -> bool:
        return bool(self.total)


def questions(
    token: str,
    found: Sequence[Cluster],
    unknown: Words,
    types: Sequence[tuple[str, str]],
    page: int = 1,
) -> Questions:
    """What is asked on this page about the sent file of the token.

    `unknown` are words for types with their rows, `types` slugs and titles to choose from.
    """
    count = max(1, -(-max(len(found), len(unknown)) // AT_ONCE))
    page = min(max(page, 1), count)
    part = slice((page - 1) * AT_ONCE, page * AT_ONCE)
    return Questions(
        address=url_for("imports.decide", token=token),
        total=len(found) + len(unknown),
        asked=tuple(_question(each) for each in found[part]),
        types=tuple(TypeQuestion(key_of(text), text, _rows(n)) for text, n in unknown[part]),
        titles=(("", _("Leave it as “Other”")), *types),
        everything=_everything(len(found)) if len(found) > AT_ONCE else "",
        pages=_pages(token, page, count, len(found), len(unknown)) if count > 1 else None,
    )


def _question(cluster: Cluster) -> Question:
    best = dict(cluster.spellings).get(cluster.best, 0)
    shown = {cluster.best: best} | dict(cluster.spellings[:MOST_SPELLINGS])
    return Question(
        key=cluster.key,
        legend=_legend(cluster),
        spellings=tuple(
            Option(IS + text, text, _rows(n) if n else _("known here")) for text, n in shown.items()
        ),
        otherwise=(Option(APART, _("They are different")), Option(LATER, _("Decide later"))),
        chosen=IS + cluster.best,
        rest=tuple(text for text, _n in cluster.spellings if text not in shown),
    )


def _legend(cluster: Cluster) -> str:
    spellings = number(len(cluster.spellings))
    if cluster.spelt == clusters.MAKER:
        return ngettext(
            "Maker: is this spelling another word for one known here?",
            "Maker: are these %(spellings)s spellings one?",
            len(cluster.spellings),
            spellings=spellings,
        )
    return ngettext(
        "Model of %(maker)s: is this spelling another word for one known here?",
        "Model of %(maker)s: are these %(spellings)s spellings one?",
        len(cluster.spellings),
        spellings=spellings,
        maker=cluster.within or _("no maker"),
    )


def _rows(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count, count=number(count))


def _everything(count: int) -> str:
    return _("Take what is suggested for all %(count)s", count=number(count))


def _pages(token: str, page: int, count: int, *totals: int) -> Pages:
    def address(of: int) -> str:
        return url_for("imports.preview", token=token, words=of, _anchor="words")

    total = max(totals)
    return Pages(
        number=page,
        count=count,
        first_item=number((page - 1) * AT_ONCE + 1),
        last_item=number(min(page * AT_ONCE, total)),
        total=number(total),
        previous_address=address(page - 1) if page > 1 else None,
        next_address=address(page + 1) if page < count else None,
    )


def key_of(text: str) -> str:
    """What finds a word for a type again in what a form sends."""
    return sha256(plain(text).encode()).hexdigest()[:12]


def answered(
    typed: Mapping[str, str], found: Sequence[Cluster], unknown: Words
) -> Iterator[Decision]:
    """What was decided, the makers first: models are then those of the maker that is meant."""
    meant: dict[str, str] = {}
    for cluster in sorted(found, key=lambda each: each.spelt != clusters.MAKER):
        answer = _answer(typed, cluster)
        within = meant.get(spelled(cluster.within), cluster.within)
        if answer == APART:
            yield from _apart(cluster, within)
        elif answer:
            text = answer.removeprefix(IS)
            if cluster.spelt == clusters.MAKER:
                meant[spelled(cluster.best)] = text
            yield from _one(cluster, within, text)
    for text, _count in unknown:
        if slug := typed.get(TYPE + key_of(text)):
            yield Decision(Spelt.TYPE, "", text, slug)


def _answer(typed: Mapping[str, str], cluster: Cluster) -> str:
    """“=” and the text that is meant, that the words are different things, or an empty text."""
    if other := clean(typed.get(OTHER + cluster.key, "")):
        return IS + other
    usual = IS + cluster.best if ALL in typed else ""
    answer = typed.get(MEANT + cluster.key, usual)
    known = {IS + text for text, _count in cluster.spellings} | {IS + cluster.best, APART}
    return answer if answer in known else ""


def _one(cluster: Cluster, within: str, meant: str) -> Iterator[Decision]:
    for text, _count in cluster.spellings:
        if text != meant:
            yield Decision(Spelt(cluster.spelt), within, text, meant)


def _apart(cluster: Cluster, within: str) -> Iterator[Decision]:
    """Each word stands for itself, as it is mostly written; letter case tells none apart."""
    texts = {spelled(text): text for text, _count in reversed(cluster.spellings)}
    for text in (texts | {spelled(cluster.best): cluster.best}).values():
        yield Decision(Spelt(cluster.spelt), within, text, text)
