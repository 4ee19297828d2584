"""Texts from cells and column names made comparable: what can't be seen makes no difference."""

from __future__ import annotations

import re
import unicodedata

from app.cells import clean

__all__ = ["clean", "plain", "spelled"]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def spelled(text: str) -> str:
    """A name for finding it again: as a person sees it, in any letter case."""
    return clean(text).casefold()


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
