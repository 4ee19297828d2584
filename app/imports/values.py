"""What a cell means: nothing, a text, a criticality."""

from __future__ import annotations

from collections.abc import Collection

from app.imports.cleaning import clean, plain
from app.imports.dates import date_of, order_of
from app.imports.equipment_words import equipment_type_of
from app.imports.sheets import N_, ImportRefused

__all__ = [
    "EMPTY_WORDS", "clean", "criticality_of", "date_of", "equipment_type_of", "meaning", "order_of",
]  # fmt: skip

EMPTY_WORDS = (
    "?", "??", "???", "-", "--", "---", "–", "—", ".", "..", "...", "/", "n/a", "n.a.", "#n/a",
    "na", "nan", "none", "null", "(null)", "nil", "tbd", "tba", "unknown", "not available",
    "not applicable", "not specified", "no data", "empty", "(blank)", "k.a.", "k. a.",
    "keine angabe", "unbekannt", "s.o.", "sans objet", "inconnu", "néant", "desconocido", "ninguno",
    "sin datos", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!",
)  # fmt: skip

_CRITICALITY = {
    "S": ("s", "statutory", "legal", "required by law", "gesetzlich", "vorgeschrieben", "legale",
          "reglementaire", "reglamentario", "life safety"),
    "A": ("a", "1", "high", "critical", "very high", "hoch", "sehr hoch", "kritisch", "haute",
          "elevee", "critique", "alta", "alto", "critica"),
    "B": ("b", "2", "medium", "normal", "middle", "mittel", "moyenne", "moyen", "normale", "media",
          "medio"),
    "C": ("c", "3", "low", "niedrig", "gering", "basse", "faible", "baja", "bajo"),
}  # fmt: skip
_CLASS = {word: letter for letter, words in _CRITICALITY.items() for word in words}


def meaning(raw: str, column: str = "", empty: Collection[str] = EMPTY_WORDS) -> str:
    """The cleaned text of a cell; "" where it means nothing.

    That is one of the empty words (in any letter case), or the name of its own column, which
    programs write as a placeholder. What the file really said stays in the row.
    """
    text = clean(raw)
    folded = text.casefold()
    if folded in empty or (column and folded == clean(column).casefold()):
        return ""
    return text


def criticality_of(text: str) -> str:
    """A, B, C or S for a letter, a word (high, medium, low, statutory) or a number 1 to 3.

    Raises ImportRefused for any other text.
    """
    words = plain(text).removeprefix("class ").removeprefix("klasse ")
    try:
        return _CLASS[words]
    except KeyError:
        raise ImportRefused(
            N_("“%(text)s” is no criticality. Write A, B, C or S (required by law)."),
            text=text[:40],
        ) from None
