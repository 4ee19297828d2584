"""What people decided about the words of lists: which maker, model or type a word means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.imports.reading.cleaning import plain, spelled


@dataclass(frozen=True, slots=True)
class Decided:
    """Words as they are meant; a word that nothing was decided about means itself.

    `makers` by the spelled word, `models` by the spelled maker (as it is meant) and the spelled
    model number, `types` (slugs) by the plain word.
    """

    makers: Mapping[str, str] = field(default_factory=dict)
    models: Mapping[tuple[str, str], str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    def maker(self, said: str | None) -> str | None:
        """The maker that the word means."""
        return said and self.makers.get(spelled(said), said)

    def model(self, maker: str | None, said: str | None) -> str | None:
        """The model number that the word means; `maker` is what `maker()` gave."""
        return said and self.models.get((spelled(maker or ""), spelled(said)), said)

    def type(self, said: str | None) -> str | None:
        """The slug of the type that was decided for the word; None if none was."""
        return self.types.get(plain(said)) if said else None


UNDECIDED = Decided()
