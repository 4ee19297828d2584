"""One spelling for the values of a row, the same on both engines: what is hashed.

A row is the JSON array of its values in the order of its columns, in ASCII, without blanks. Moments
are UTC as SQLite keeps them, with six digits of a second; days are ISO; truth is 0 or 1. So a chain
holds when its rows move from one engine to the other, and can be counted again by other programs.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Table, TypeDecorator


def _strange(value: object) -> dict[str, str]:
    """What no column of ours holds, and a damaged file may."""
    return {"strange": bytes(value).hex() if isinstance(value, bytes) else repr(value)}


_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), default=_strange)
MOMENT = "%Y-%m-%d %H:%M:%S.%f"


def line(values: Sequence[Any]) -> str:
    """The values, plain as `plain` gives them, as one line."""
    return _ENCODER.encode(values)


def plain(value: Any) -> Any:
    """A value as it is hashed: None, a whole number, a float or a text."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(MOMENT)
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal letters."""
    return hashlib.sha256(text.encode()).hexdigest()


def selected(table: Table, names: Iterable[str], engine: str) -> str:
    """What a SELECT names to get the columns of a table as they are hashed."""
    return ", ".join(_spelled(table, name, engine) for name in names)


def _spelled(table: Table, name: str, engine: str) -> str:
    kind: Any = table.c[name].type
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if engine == "sqlite":
        return f'"{name}"'  # as it lies there, whatever it is
    if isinstance(kind, DateTime):
        return f"to_char(\"{name}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    if isinstance(kind, Date):
        return f"to_char(\"{name}\", 'YYYY-MM-DD')"
    return f'"{name}"::int' if isinstance(kind, Boolean) else f'"{name}"'
