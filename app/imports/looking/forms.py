"""The forms of an import: the file, and what was chosen about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectChoice

from app.cells import EMPTY_WORDS
from app.formats import number
from app.imports.meaning.columns import Kind
from app.imports.preparing import Choices, Order
from app.imports.reading.sheets import MAX_BYTES, MAX_ROWS, ImportRefused
from app.imports.reading.vocabulary import FIELDS
from app.language import N_

Typed = MultiDict[str, str]

COLUMN, CONSTANT = "column.", "constant."
"""What the names of the fields begin with that choose a column, or give a text for all rows."""

ALL_FIELDS = tuple(dict.fromkeys(name for fields in FIELDS.values() for name in fields))
TAB = "tab"
NO_COLUMN = "-"
"""The choice of no column. It is no empty text: those are left out of tidy addresses."""

EXAMPLE = "example."
EXAMPLE_PARTS = ("text", "building", "floor", "room")
MOST_EXAMPLES = 40
ORDER = "order."

KIND_WORDS: Mapping[str, Any] = {
    "rooms": _l("Rooms"),
    "equipment": _l("Equipment"),
    "jobs": _l("Planned work"),
    "history": _l("Past work"),
    "vendors": _l("Vendors"),
    "spares": _l("Spares"),
    "stock": _l("Stock of spares"),
}
KINDS: tuple[tuple[str, Any], ...] = (
    ("", _l("Find out by its columns")),
    *((kind, words) for kind, words in KIND_WORDS.items() if kind in FIELDS),
)

SEPARATORS: Mapping[str, Any] = {
    ",": _l("comma"),
    ";": _l("semicolon"),
    "\t": _l("tab"),
    "|": _l("bar"),
}

ENCODINGS = (
    "utf-8", "cp1252", "mac_roman", "iso8859_15", "cp1250", "cp1251", "cp1253", "cp932", "euc_jp",
    "gb18030", "big5", "utf-16",
)  # fmt: skip

ORDERS: Mapping[str, Any] = {
    "dmy": _l("day first (31/12)"),
    "mdy": _l("month first (12/31)"),
}

USUAL_EMPTY = "\n".join(EMPTY_WORDS)
NOT_CHOSEN = frozenset({"csrf_token", "fingerprint"})


class UploadForm(FlaskForm):
    """The file, and what it lists."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    kind = RadioField(
        _l("What does it list?"),
        choices=[SelectChoice(value, words) for value, words in KINDS],
        default="",
    )

    @property
    def limits(self) -> dict[str, str]:
        """What a file may hold at most: rows, and megabytes as far as the server takes them."""
        most = current_app.config.get("MAX_CONTENT_LENGTH") or MAX_BYTES
        return {"rows": number(MAX_ROWS), "size": number(min(most, MAX_BYTES) // 2**20)}


def said(typed: Typed) -> dict[str, str]:
    """What a form says about a list, as it is kept with the file: nothing that is left as usual."""
    kept = {name: text.strip() for name, text in typed.items() if name not in NOT_CHOSEN}
    if "\n".join(kept.get("empty", USUAL_EMPTY).split("\r\n")) == USUAL_EMPTY:
        kept.pop("empty", None)
    return {name: text for name, text in kept.items() if text or name == "empty"}


def choices_of(typed: Mapping[str, str]) -> Choices:
    """What was chosen. Raises ImportRefused where a line is no number."""
    kind = typed.get("kind", "")
    separator = typed.get("separator", "")
    return Choices(
        kind=cast("Kind", kind) if kind in FIELDS else None,
        sheet=typed.get("sheet", ""),
        header_line=_line(typed.get("header_line", "")),
        encoding=typed.get("encoding", ""),
        separator="\t" if separator == TAB else separator,
        columns={name: typed[COLUMN + name] for name in ALL_FIELDS if typed.get(COLUMN + name)},
        constants={
            name: text for name in ALL_FIELDS if (text := typed.get(CONSTANT + name, "").strip())
        },
        site=typed.get("site", ""),
        phone=typed.get("phone", ""),
        source=typed.get("source", ""),
        seen=typed.get("seen", ""),
        hidden=bool(typed.get("hidden")),
        empty=_words(typed["empty"]) if "empty" in typed else None,
        examples=tuple(_examples(typed)),
        orders={
            name: cast("Order", order)
            for name in ALL_FIELDS
            if (order := typed.get(ORDER + name, "")) in ORDERS
        },
        several="first" if typed.get("several") == "first" else "refuse",
        conflicts="take" if typed.get("conflicts") == "take" else "keep",
        profile=typed.get("profile", ""),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word for line in text.splitlines() if (word := line.strip().casefold()))


def _examples(typed: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """The examples of places that have a text, in the order of the page."""
    for index in range(MOST_EXAMPLES):
        parts = [typed.get(f"{EXAMPLE}{index}.{part}", "").strip() for part in EXAMPLE_PARTS]
        if parts[0] and any(parts[1:]):
            yield parts[0], parts[1], parts[2], parts[3]


def _line(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7:
        raise ImportRefused(N_("Write the number of a line, such as 3.")).at("header_line")
    return int(text)
