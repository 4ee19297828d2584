"""Names that stand once in a sheet, as other sheets join by them."""

from __future__ import annotations

from collections import Counter

from app.cells import clean

LONGEST = 200


class Names:
    """Gives each thing of a sheet a name of its own: the second of a name is numbered.

    Letter case makes no other name: programs differ in whether it does.
    """

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._copies: Counter[str] = Counter()

    def given(self, text: str) -> str:
        """A name like the text that nothing else in the sheet bears."""
        name = candidate = clean(text)[:LONGEST]
        while not candidate or candidate.casefold() in self._given:
            self._copies[name] += 1
            number = f" ({self._copies[name] + 1})"
            candidate = f"{name[: LONGEST - len(number)].rstrip()}{number}"
        self._given.add(candidate.casefold())
        return candidate
