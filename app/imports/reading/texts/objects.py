"""JSON lists: a list of objects, an object of objects whose keys are the codes, an object a line.

Read one object at a time: 200,000 of them at once would take ten times what the file does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from app.imports.reading.rows import Rows, within_limits
from app.imports.reading.sheets import Detected, ImportRefused, Row, Sheet
from app.imports.reading.tables import named_sheet
from app.imports.reading.texts.cursors import Cursor
from app.imports.reading.texts.encodings import text_of
from app.imports.runs.progress import EVERY, Part, Tell, silent
from app.language import N_

CODE = "code"
NO_OBJECTS = N_("it is no list of objects")

Table = tuple[str, list[str], Rows]
"""A list under its key ("" where it has none): the names of its columns, and its rows."""
Skipped = tuple[tuple[str, str], ...]


class _NoObjectsError(Exception):
    """A list that holds something else than objects."""


def read_objects(
    content: bytes, name: str, encoding: str | None = None, *, tell: Tell = silent
) -> tuple[tuple[Sheet, ...], Skipped]:
    """The sheets, one for each list in the file, and the keys beside them that hold no list.

    Objects one level down become columns such as location.x; lists of plain values are joined
    by commas; anything deeper stays JSON. Numbers keep their digits. The line of a row is the
    number of its object. Refused if there is no list of objects.
    """
    text = text_of(content, encoding)
    cursor = Cursor(text.whole())
    try:
        tables, skipped = _tables(cursor, tell)
    except _NoObjectsError:
        raise ImportRefused(
            N_(
                "This JSON is no list of objects. Roomworthy reads a list of objects,"
                " or one object whose keys are the codes of the rooms."
            )
        ) from None
    cursor.end()
    filled = [table for table in tables if table[1]]
    if not filled:
        raise ImportRefused(N_("This file is empty: there is no object with a value in it."))
    detected = Detected(text.encoding)
    alone = len(tables) == 1
    return tuple(
        named_sheet(name if alone else key, names, rows, detected) for key, names, rows in filled
    ), skipped


def _tables(cursor: Cursor, tell: Tell) -> tuple[list[Table], Skipped]:
    if cursor.sign() == "[":
        return [_table("", _telling(cursor.elements(), cursor, tell))], ()
    if cursor.sign() != "{":
        cursor.value()
        raise _NoObjectsError
    if _is_object_a_line(cursor):
        return [_table("", _telling(cursor.values(), cursor, tell))], ()
    begin = cursor.at
    try:
        return [_keyed(cursor, tell)], ()
    except _NoObjectsError:
        cursor.at = begin
        return _listed(cursor, tell)


def _is_object_a_line(cursor: Cursor) -> bool:
    """Whether the first line is a whole object, and more follows."""
    end = cursor.text.find("\n", cursor.at)
    if end < 0 or not cursor.text[cursor.at : end].rstrip().endswith("}"):
        return False
    first = Cursor(cursor.text[cursor.at : end])
    try:
        first.value()
        first.end()
    except ImportRefused:
        return False
    return Cursor(cursor.text[end : end + 1000]).sign() == "{"


def _keyed(cursor: Cursor, tell: Tell) -> Table:
    """The table of an object of objects; also of one that stands under a single key."""
    begin = cursor.at
    table = _table("", _telling(_with_codes(cursor), cursor, tell))
    if len(table[2]) == 1:
        end, cursor.at = cursor.at, begin
        for _key in cursor.members():
            inner = cursor.value()
            if isinstance(inner, dict) and inner and all(map(_is_object, inner.values())):
                table = _table("", ({CODE: key, **each} for key, each in inner.items()))
        cursor.at = end
    return table


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _with_codes(cursor: Cursor) -> Iterator[object]:
    for key in cursor.members():
        if cursor.sign() != "{":
            raise _NoObjectsError
        value = cursor.value()
        assert isinstance(value, dict)  # noqa: S101 - said to the type checker
        yield {CODE: key, **value}


def _listed(cursor: Cursor, tell: Tell) -> tuple[list[Table], Skipped]:
    """The lists of objects in an envelope; what else it holds is named."""
    tables: list[Table] = []
    skipped: list[tuple[str, str]] = []
    for key in cursor.members():
        begin = cursor.at
        try:
            if cursor.sign() != "[":
                raise _NoObjectsError  # noqa: TRY301 - told as any other
            tables.append(_table(key, _telling(cursor.elements(), cursor, tell)))
        except _NoObjectsError:
            cursor.at = begin
            cursor.value()
            skipped.append((key, NO_OBJECTS))
    if not tables:
        raise _NoObjectsError
    return tables, tuple(skipped)


def _telling(objects: Iterable[object], cursor: Cursor, tell: Tell) -> Iterator[object]:
    """The same objects; tells now and then how many of the characters were read."""
    for number, each in enumerate(objects):
        if number % EVERY == 0:
            tell(Part.READING, cursor.at, len(cursor.text))
        yield each


def _table(key: str, objects: Iterable[object]) -> Table:
    names: dict[str, int] = {}
    rows = within_limits(_rows(objects, names), names=0)
    return key, list(names), rows


def _rows(objects: Iterable[object], names: dict[str, int]) -> Iterator[Row]:
    """A row for each object, which ends with its last cell; names that are new are added."""
    for number, each in enumerate(objects, start=1):
        if not isinstance(each, dict):
            raise _NoObjectsError
        flat = _flat(each)
        for name in flat:
            names.setdefault(name, len(names))
        cells = [""] * (1 + max((names[name] for name in flat), default=-1))
        for name, text in flat.items():
            cells[names[name]] = text
        yield Row(number, tuple(cells))


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
