"""The words of the import pages: fields, outcomes, how a column was recognised; and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.imports.plan import Outcome, Sentence
from app.imports.sheets import ImportRefused

FIELD_WORDS: Mapping[str, Any] = {
    "site": _l("Site"),
    "building": _l("Building"),
    "floor": _l("Floor"),
    "room": _l("Room"),
    "description": _l("Description"),
    "criticality": _l("Criticality"),
    "external_id": _l("Id in this list"),
    "equipment_type": _l("Type"),
    "maker": _l("Maker"),
    "model_number": _l("Model number"),
    "name": _l("Name"),
    "asset_tag": _l("Asset tag"),
    "serial_number": _l("Serial number"),
    "installed_on": _l("Installed on"),
}

OUTCOME_WORDS: Mapping[Outcome, Any] = {
    Outcome.CREATE: _l("new"),
    Outcome.CHANGE: _l("changed"),
    Outcome.SAME: _l("the same"),
    Outcome.REFUSED: _l("refused"),
}

HOW_WORDS: Mapping[str, Any] = {
    "name": _l("by its name"),
    "synonym": _l("by a word for it"),
    "near": _l("by a near spelling"),
    "hand": _l("by hand"),
    "distinct": _l("because its values tell rooms apart"),
}

KIND_WORDS: Mapping[str, Any] = {"rooms": _l("Rooms"), "equipment": _l("Equipment")}

FILE_WORDS: Mapping[str, Any] = {
    "csv": _l("Text with separated columns"),
    "json": _l("JSON"),
    "xlsx": _l("Workbook"),
    "xls": _l("Workbook"),
    "ods": _l("Workbook"),
    "cobie": _l("COBie workbook"),
}

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


def sentence(said: Sentence | ImportRefused) -> str:
    """The message in the reader's language, with its values."""
    values = {
        name: _(value) if name == "what" and isinstance(value, str) else value
        for name, value in said.values.items()
    }
    text = _(said.message) % values
    column = getattr(said, "column", "")
    return f"{column}: {text}" if column else str(text)
