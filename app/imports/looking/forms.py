"""The forms of an import: the file, and what was chosen about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectChoice

from app.imports.meaning.columns import Kind
from app.imports.preparing import Choices
from app.imports.reading.sheets import ImportRefused
from app.imports.reading.vocabulary import EQUIPMENT_FIELDS, FIELDS
from app.language import N_

Typed = MultiDict[str, str]

COLUMN, CONSTANT = "column.", "constant."
"""What the names of the fields begin with that choose a column, or give a text for all rows."""

ALL_FIELDS = tuple(dict.fromkeys((*FIELDS["rooms"], *EQUIPMENT_FIELDS)))
TAB = "tab"
NO_COLUMN = "-"
"""The choice of no column. It is no empty text: those are left out of tidy addresses."""

KIND_WORDS: Mapping[str, Any] = {"rooms": _l("Rooms"), "equipment": _l("Equipment")}
KINDS: tuple[tuple[str, Any], ...] = (("", _l("Find out by its columns")), *KIND_WORDS.items())

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


class UploadForm(FlaskForm):
    """The file, and what it lists."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("A spreadsheet (XLSX, ODS, XLS), CSV, JSON or COBie; up to 50,000 rows."),
    )
    kind = RadioField(
        _l("What does it list?"),
        choices=[SelectChoice(value, words) for value, words in KINDS],
        default="",
    )


def choices_of(typed: Typed) -> Choices:
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
    )


def _line(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 7:
        raise ImportRefused(N_("Write the number of a line, such as 3.")).at("header_line")
    return int(text)
