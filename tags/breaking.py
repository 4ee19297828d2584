"""Where a text may be broken into lines, and how long its pieces are. Lengths are in em."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import sub
from unicodedata import category

from tags.shaping import Line, Paragraph

_AFTER = frozenset("-–—/·•|+&,;")
_NEVER_FIRST = frozenset("、。，．・：；？！ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NEVER_FIRST |= frozenset("%‰°…,.!?:;")
_LAST_FORBIDDEN = {"Ps", "Pi"}
_FIRST_FORBIDDEN = {"Pe", "Pf"}
_HAN_AND_KANA = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_LATIN = re.compile(r" |[-/|+&,;](?=[A-Za-z])")
Span = tuple[int, int]


def offsets(whole: Paragraph, shaped: Line) -> list[float]:
    """Return how far each letter begins from the start of the text, in reading order, and the end.

    Letters that share a glyph share its beginning.
    """
    if shaped.plain and len(shaped.runs) == 1:
        run = shaped.runs[0]
        scale = 1 / run.font.upem
        return [0.0, *[reach * scale for reach in accumulate(run.advances)]]
    if shaped.plain:
        lengths = (advance / run.font.upem for run in shaped.runs for advance in run.advances)
        return [0.0, *accumulate(lengths)]
    widths = [0.0] * len(whole.text)
    for run in shaped.runs:
        for place, advance in zip(run.places, run.advances, strict=True):
            widths[place] += advance / run.font.upem
    return [0.0, *accumulate(widths)]


def breaks(text: str) -> list[int]:
    """Return the places a line may begin at: after spaces and some signs, and between Han letters
    and kana except before closing or after opening signs (JIS X 4051, in brief)."""
    if text.isascii():
        return [found.end() for found in _LATIN.finditer(text) if found.end() < len(text)]
    return [place for place in range(1, len(text)) if _may_break(text[place - 1], text[place])]


def anywhere(text: str) -> list[int]:
    """Return the places a line may begin at in need: anywhere but before a combining mark."""
    return [
        place
        for place in range(1, len(text))
        if category(text[place])[0] != "M" and "\u200d" not in text[place - 1 : place + 1]
    ]


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " " or (before in _AFTER and after.isalpha()):
        return True
    if not (_wide(before) or _wide(after)) or after in _NEVER_FIRST or "\u00a0" in before + after:
        return False
    return category(before) not in _LAST_FORBIDDEN and category(after) not in _FIRST_FORBIDDEN


def _wide(letter: str) -> bool:
    """Tell whether a letter is Han or kana, or a sign set among them."""
    return (
        "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\ufaff" or letter >= "\U00020000"
    )


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut at the places where lines may begin: `starts` and `ends` say how far from the
    start of the text each piece begins and ends, `edges` at which letters."""

    starts: list[float]
    ends: list[float]
    edges: list[Span]


def pieces(text: str, reach: list[float], places: list[int]) -> Pieces:
    """Return the pieces of a text between places; spaces at the end of a piece don't count."""
    begins, stops = [0, *places], [_trimmed(text, stop) for stop in [*places, len(text)]]
    return Pieces(
        [reach[begin] for begin in begins],
        [reach[stop] for stop in stops],
        list(zip(begins, stops, strict=True)),
    )


def wrap(cut: Pieces, limit: float, most: int) -> list[Span] | None:
    """Return the spans of lines no longer than `limit`, each filled as far as it goes.

    Returns None when a piece is longer than a line, or when more than `most` lines are needed.
    """
    spans: list[Span] = []
    first, count = 0, len(cut.ends)
    while first < count:
        after = bisect_right(cut.ends, cut.starts[first] + limit + 1e-9, first)
        if after == first or len(spans) == most:
            return None
        spans.append((cut.edges[first][0], cut.edges[after - 1][1]))
        first = after
    return spans


def _trimmed(text: str, stop: int) -> int:
    while stop and text[stop - 1] == " ":
        stop -= 1
    return stop


def balanced(cut: Pieces, count: int) -> tuple[float, list[Span]]:
    """Return the text on `count` lines or fewer, with the longest as short as may be, and how
    long that is (to a hundredth of the whole)."""
    if count == 2:
        return _halved(cut)
    low = max(*map(sub, cut.ends, cut.starts), cut.ends[-1] / count)
    high = cut.ends[-1]
    best = wrap(cut, high, count) or []
    while high - low > 0.01 * cut.ends[-1]:
        middle = (low + high) / 2
        if tried := wrap(cut, middle, count):
            best, high = tried, middle
        else:
            low = middle
    return high, best


def _halved(cut: Pieces) -> tuple[float, list[Span]]:
    whole = cut.ends[-1]
    longer = [max(end, whole - start) for end, start in zip(cut.ends, cut.starts[1:], strict=False)]
    length = min(longer)
    first = longer.index(length)
    (begin, _), (after, _) = cut.edges[0], cut.edges[first + 1]
    return length, [(begin, cut.edges[first][1]), (after, cut.edges[-1][1])]
