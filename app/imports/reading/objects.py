"""JSON lists: a list of objects, or an object of objects whose keys are the codes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from app.imports.reading.delimited import decoded
from app.imports.reading.sheets import MAX_CELLS, Detected, ImportRefused, Row, within_limits
from app.language import N_

CODE = "code"


def read_objects(content: bytes, encoding: str | None = None) -> tuple[list[Row], Detected]:
    """The rows, with the column names as the first (line 0), and how the file was read.

    Objects one level down become columns such as location.x; lists of plain values are joined
    by commas; anything deeper stays JSON. Numbers keep their digits. Refused if it is no such list.
    """
    text, encoding = decoded(content, encoding)
    objects = [_flat(each) for each in _objects(_parsed(text))]
    names = list(dict.fromkeys(name for each in objects for name in each))
    if not names:
        raise ImportRefused(N_("This file is empty: there is no object with a value in it."))
    if len(names) * len(objects) > MAX_CELLS:
        raise ImportRefused(
            N_("This list has more than %(limit)s cells. Split it."), limit=f"{MAX_CELLS:,}"
        )
    rows = [Row(0, tuple(names))]
    rows += [
        Row(number, tuple(each.get(name, "") for name in names))
        for number, each in enumerate(objects, start=1)
    ]
    return within_limits(rows), Detected(encoding)


def _parsed(text: str) -> object:
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        raise ImportRefused(
            N_("This is no valid JSON: line %(line)s can't be read."), line=error.lineno
        ) from None
    except RecursionError:
        raise ImportRefused(N_("This JSON is nested too deeply for a list.")) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object, if no key stands in it twice: the second would silently win."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ImportRefused(N_("The key “%(key)s” stands twice in one object."), key=twice)
    return made


def _objects(parsed: object) -> Iterable[dict[str, object]]:
    if isinstance(parsed, dict) and len(parsed) == 1:
        (only,) = parsed.values()
        parsed = only if isinstance(only, list) else parsed
    if isinstance(parsed, dict) and all(isinstance(each, dict) for each in parsed.values()):
        return [{CODE: code, **each} for code, each in parsed.items()]
    if isinstance(parsed, list) and all(isinstance(each, dict) for each in parsed):
        return parsed
    raise ImportRefused(
        N_(
            "This JSON is no list of objects. Roomworthy reads a list of objects,"
            " or one object whose keys are the codes of the rooms."
        )
    )


def _flat(each: dict[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in each.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": _text(deeper) for inner, deeper in value.items()})
        else:
            flat[name] = _text(value)
    return flat


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return ", ".join(_text(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
