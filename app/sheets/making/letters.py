"""Letters that no installed font draws, told before and after printing in the same words."""

from collections.abc import Sequence

from flask_babel import ngettext

from app.paper.words import said
from tags import Undrawable, Unprintable

TOLD = 3
"""How many of the names that can't be drawn are called."""


def lacking_words(found: Sequence[Undrawable | Unprintable]) -> str:
    """Which letters of which names lack a font, and how many other tags do as well."""
    told = [said(each.problem) for each in found[:TOLD]]
    others = len(found) - len(told)
    if others:
        told.append(ngettext("So does %(num)d other tag.", "So do %(num)d other tags.", others))
    return " ".join(told)
