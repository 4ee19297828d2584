"""Texts from cells and column names made comparable: what can't be seen makes no difference."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction marks: they hide in copied text and make equal things differ.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """The text a person sees: one blank for any white space, none at the ends.

    Line ends and non-breaking spaces are white space. Control characters, lone surrogates,
    zero-width and direction marks are left out; composed characters are used (NFC).
    """
    if text.isascii() and text.isprintable():  # most cells; ten times as quick
        return " ".join(text.split())
    seen = text.translate(_UNSEEN)
    if not seen.isprintable():
        seen = "".join(_visible(char) for char in seen)
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in {"Cc", "Cs"} else char


def plain(text: str) -> str:
    """Words for comparing names: no case, accents or signs; "SerialNumber" and "Serial #" split.

    >>> plain("Numéro de série"), plain("roomName"), plain("Asset #")
    ('numero de serie', 'room name', 'asset number')
    """
    split = _CAMEL.sub(" ", clean(text)).replace("#", " number ").replace("№", " number ")
    # Twice: "℠" is apart and lower case only after both, and folding may compose again.
    folded = unicodedata.normalize("NFKD", split).casefold()
    wide = unicodedata.normalize("NFKD", folded)
    bare = "".join(char for char in wide if not unicodedata.combining(char) or char > "\u036f")
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare)))
