"""Texts in the cells of lists, as they go out and as they come in again.

An apostrophe before a text says: this is meant as it stands. A list that goes out bears it where a
spreadsheet would take the text for a formula, or where a reader of lists would take it for nothing
or for a number that was cut; a list that comes in loses it there, and nowhere else. So what went
out comes in as it was, and a name such as 's-Gravenhage keeps its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

# Zero-width and direction marks: they hide in copied text and make equal things differ. The last
# two are no characters, and no workbook can hold them.
_UNSEEN = dict.fromkeys(
    (
        *(0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
)

EMPTY_WORDS = (
    "?", "??", "???", "-", "--", "---", "–", "—", ".", "..", "...", "/", "n/a", "n.a.", "#n/a",
    "na", "nan", "none", "null", "(null)", "nil", "tbd", "tba", "unknown", "not available",
    "not applicable", "not specified", "no data", "empty", "(blank)", "k.a.", "k. a.",
    "keine angabe", "unbekannt", "s.o.", "sans objet", "inconnu", "néant", "desconocido", "ninguno",
    "sin datos", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!",
)  # fmt: skip
"""What people and programs write where there is nothing to say, in small letters."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection")."""

MEANT = "'"

HOUSE = "Roomworthy"
"""By which name this program knows its own files of shapes that others made."""

_CUT = re.compile(r"\d(?:[.,]\d+)?E\+\d+")


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


def says_nothing(text: str, column: str = "", empty: Collection[str] = EMPTY_WORDS) -> bool:
    """Whether a cleaned text is a word for nothing, or the name of its own column.

    Programs write the latter as a placeholder.
    """
    folded = text.casefold()
    return folded in empty or bool(column and folded == clean(column).casefold())


def is_cut(text: str) -> bool:
    """Whether a spreadsheet has cut a long number, as in 6.37702E+15: its digits are lost."""
    return _CUT.fullmatch(text) is not None


def guarded(
    text: str, column: str = "", *, formulas: bool, empty: Collection[str] = EMPTY_WORDS
) -> str:
    """The cleaned text as it goes out in that column, with an apostrophe where it needs one.

    `formulas` is False where the cells of the file know themselves that they are texts.
    """
    text = clean(text)
    if not text:
        return ""
    bare = text.lstrip(MEANT)
    if _is_misread(bare, column, empty):
        return MEANT + text
    if (formulas or bare != text) and bare.startswith(FORMULA):
        return MEANT + text
    return text


def meant(text: str, column: str = "", empty: Collection[str] = EMPTY_WORDS) -> str | None:
    """The text without the apostrophe that it bears as a guard; None where it bears none."""
    if not text.startswith(MEANT):
        return None
    bare = text.lstrip(MEANT)
    is_guard = bare.startswith(FORMULA) or _is_misread(bare, column, empty)
    return text[1:] if is_guard else None


def _is_misread(bare: str, column: str, empty: Collection[str]) -> bool:
    return says_nothing(bare, column, empty) or is_cut(bare)
