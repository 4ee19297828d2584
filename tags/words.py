"""Texts as people type them, made safe to print: what cannot be seen is taken out."""

import re
from unicodedata import category, normalize

LONGEST = 400
"""Characters of a text that are looked at; no tag shows as many."""

MARKS = 5
"""Combining marks kept on one letter; no living script needs more, "Zalgo" text has dozens."""

_PLAIN = re.compile(r"[!-~¡-¬®-˿Ͱ-ͷͻ-ԯḀ-῾‐-‧‰-⁞₠-⃀]+(?: [!-~¡-¬®-˿Ͱ-ͷͻ-ԯḀ-῾‐-‧‰-⁞₠-⃀]+)*")
_JOINERS = "\u200c\u200d"
_DIRECTION_MARKS = "\u200e\u200f\u061c"
_FIXED_SPACES = "\u00a0\u202f\u2007"
_SPACE_LIKE = {"Zs", "Zl", "Zp"}
_INVISIBLE = {"Cc", "Cf", "Cs"}


def clean(text: str) -> str:
    """Return a text fit for one line of print: composed (NFC), single-spaced, nothing invisible.

    Control characters, bidi embeddings and overrides, zero-width characters, variation selectors
    and lone surrogates go; joiners stay where they stand between letters, as Persian needs them.
    """
    text = text[:LONGEST]
    if _PLAIN.fullmatch(text):
        return normalize("NFC", text)
    composed = normalize("NFC", "".join(map(_visible, text)))
    fewer = _fewer_marks(_lone_joiners_out(composed))
    return re.sub(" {2,}", " ", fewer).strip(" ")


def whole_numbers(text: str, *, rightward: bool) -> str:
    """Return a text whose numbers in groups, as those of telephones, are on one line always.

    Among letters that read from right to left, a number's plus stays before it.
    """
    whole = re.sub(r"(?<=[\d)]) (?=[\d(])", "\u00a0", text)
    return whole if rightward else re.sub(r"\+(?=\d)", "\u200e+", whole)


def _visible(letter: str) -> str:
    if letter in "\t\n\r\v\f":
        return " "
    if letter in _JOINERS or letter in _DIRECTION_MARKS:
        return letter
    if letter in _FIXED_SPACES:
        return "\u00a0"
    kind = category(letter)
    if kind in _SPACE_LIKE:
        return " "
    selector = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return "" if selector or kind in _INVISIBLE else letter


def _lone_joiners_out(text: str) -> str:
    kept: list[str] = []
    for place, letter in enumerate(text):
        if letter in _JOINERS:
            neighbours = text[place - 1 : place], text[place + 1 : place + 2]
            if not all(near and category(near)[0] in "LM" for near in neighbours):
                continue
        kept.append(letter)
    return "".join(kept)


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if category(letter) in {"Mn", "Me"} else 0
        if marks <= MARKS:
            kept.append(letter)
    return "".join(kept)
