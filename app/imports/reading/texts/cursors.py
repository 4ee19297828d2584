"""A place in a JSON text that moves on value by value, so that a long list is never held whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from app.imports.reading.sheets import ImportRefused
from app.language import N_

_BLANKS = re.compile(r"[ \t\r\n\ufeff]*")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object, if no key stands in it twice: the second would silently win."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _value in pairs]
        raise _twice(next(key for key in keys if keys.count(key) > 1))
    return made


def _twice(key: str) -> ImportRefused:
    return ImportRefused(N_("The key “%(key)s” stands twice in one object."), key=key[:80])


# Numbers keep their digits: 007.50 is a code more often than a price.
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once
)


class Cursor:
    """Where in the text the next value begins; refuses what is no JSON, with the line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def sign(self) -> str:
        """The next sign that is not blank; "" at the end."""
        blanks = _BLANKS.match(self.text, self.at)
        self.at = blanks.end() if blanks else self.at
        return self.text[self.at : self.at + 1]

    def value(self) -> object:
        """The next value, whole."""
        self.sign()
        try:
            made, self.at = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            raise self.refusal() from None
        except RecursionError:
            raise ImportRefused(N_("This JSON is nested too deeply for a list.")) from None
        return made

    def elements(self) -> Iterator[object]:
        """The values of the list that begins here."""
        yield from (self.value() for _each in self._places("[", "]"))

    def members(self) -> Iterator[str]:
        """The keys of the object that begins here; who asks takes the value after each."""
        seen: set[str] = set()
        for _each in self._places("{", "}"):
            key = self.value() if self.sign() == '"' else None
            if not isinstance(key, str):
                raise self.refusal()
            if key in seen:
                raise _twice(key)
            seen.add(key)
            self._take(":")
            yield key

    def values(self) -> Iterator[object]:
        """The values up to the end of the text, one after another."""
        while self.sign():
            yield self.value()

    def end(self) -> None:
        """Refuses what follows after the last value."""
        if self.sign():
            raise self.refusal()

    def refusal(self) -> ImportRefused:
        """That the text is no JSON here."""
        line = self.text.count("\n", 0, self.at) + 1
        return ImportRefused(N_("This is no valid JSON: line %(line)s can't be read."), line=line)

    def _places(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self.sign() == closing:
            self.at += 1
            return
        while True:
            yield
            if self.sign() == closing:
                self.at += 1
                return
            self._take(",")

    def _take(self, sign: str) -> None:
        if self.sign() != sign:
            raise self.refusal()
        self.at += 1
