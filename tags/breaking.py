"""Where a text may be broken into lines, and how long its pieces are. Lengths are in em."""

from bisect import bisect_right
from itertools import accumulate
from unicodedata import category

from tags.shaping import Line, Paragraph

_AFTER = frozenset("-–—/·•|+&,;")
_NEVER_FIRST = frozenset("、。，．・：；？！ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NEVER_FIRST |= frozenset("%‰°…,.!?:;")
_LAST_FORBIDDEN = {"Ps", "Pi"}
_FIRST_FORBIDDEN = {"Pe", "Pf"}
_HAN_AND_KANA = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
Span = tuple[int, int]


def offsets(whole: Paragraph, shaped: Line) -> list[float]:
    """Return how far each letter begins from the start of the text, in reading order, and the end.

    Letters that share a glyph share its beginning.
    """
    if shaped.plain:
        scales = (glyph.advance / run.font.upem for run in shaped.runs for glyph in run.glyphs)
        return [0.0, *accumulate(scales)]
    widths = [0.0] * len(whole.text)
    for run in shaped.runs:
        for glyph in run.glyphs:
            widths[glyph.place] += glyph.advance / run.font.upem
    return [0.0, *accumulate(widths)]


def breaks(text: str) -> list[int]:
    """Return the places a line may begin at: after spaces and some signs, and between Han letters
    and kana except before closing or after opening signs (JIS X 4051, in brief)."""
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


def wrap(text: str, ends: list[float], places: list[int], limit: float) -> list[Span] | None:
    """Return the spans of lines no longer than `limit`, each filled as far as it goes.

    Returns None when a piece between two break places is longer than a line.
    """
    stops = [*places, len(text)]
    lengths = [ends[_trimmed(text, stop)] for stop in stops]
    spans: list[Span] = []
    start = index = 0
    while start < len(text):
        fitting = bisect_right(lengths, ends[start] + limit + 1e-9, index) - 1
        if fitting < index:
            return None
        spans.append((start, _trimmed(text, stops[fitting])))
        start, index = stops[fitting], fitting + 1
    return spans


def _trimmed(text: str, stop: int) -> int:
    while stop and text[stop - 1] == " ":
        stop -= 1
    return stop


def balanced(text: str, ends: list[float], places: list[int], limit: float) -> list[Span] | None:
    """Return as few lines as `wrap` does, of lengths as alike as may be."""
    best = wrap(text, ends, places, limit)
    if best is None or len(best) == 1:
        return best
    low, high = ends[-1] / len(best), limit
    for _ in range(6):
        middle = (low + high) / 2
        tried = wrap(text, ends, places, middle)
        if tried is not None and len(tried) == len(best):
            best, high = tried, middle
        else:
            low = middle
    return best
