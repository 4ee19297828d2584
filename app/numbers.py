"""Numbers in addresses: no larger than a key can be, so that none is too large for the database."""

from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1
"""The largest key that both engines take for an integer column."""


class Key(IntegerConverter):
    """The `int` of routes: digits that can be a key; an address with others is not found."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Any, **given: Any) -> None:  # noqa: A002 - as Werkzeug calls it
        super().__init__(map, **({"max": LARGEST} | given))


def limit(app: Flask) -> None:
    """Let `<int:…>` of all routes take no more than a key; before any route is made."""
    app.url_map.converters["int"] = Key


def number_of(asked: MultiDict[str, str], name: str) -> int | None:
    """The number that a query string gives, or None where it is none or too large for a key."""
    return number(asked.get(name, ""))


def number(typed: str) -> int | None:
    """The number that was typed, or None where it is none or too large for a key."""
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 10):
        return None
    return int(typed) if int(typed) <= LARGEST else None


def page_of(asked: MultiDict[str, str]) -> int:
    """The page of a long list that a query string asks for; the first where it makes no sense."""
    return number_of(asked, "page") or 1
