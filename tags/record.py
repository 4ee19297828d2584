"""The inspection record: what was checked of a room or a unit, on paper, with the way to now.

It is no tag but what a tag leads to, printed for whoever wants a sheet: it says when it was
printed, and its code opens the page that knows more by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from typing import BinaryIO

from tags.sheetcode import code_drawing, write_paper


@dataclass(frozen=True, slots=True)
class Columns:
    """A table of the record: its heading, the names of its columns, its rows of texts."""

    heading: str
    names: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything on the paper, in the reader's language; `address` is "" where no code may be."""

    title: str
    house: str
    name: str
    place: str
    state: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Columns]
    note: str
    foot: str
    address: str
    code: str
    locale: str = "en"
    direction: str = "ltr"
    accent: str = "#0B5D57"


def write_record(record: Record, out: BinaryIO) -> None:
    """Write the record as a PDF of A4 pages; nothing is fetched from anywhere.

    Raises TagError for an address that no code can bear, or a code that can't be read back.
    """
    write_paper([lambda: _html(record)], record.address, out)


def _html(record: Record) -> str:
    page = files("tags").joinpath("record.html").read_text(encoding="utf-8")
    texts = ("title", "house", "name", "place", "state", "note", "locale", "direction", "accent")
    return Template(page).substitute(
        {name: escape(getattr(record, name)) for name in texts},
        foot=_quoted(record.foot),
        code=code_drawing(record.address, record.code),
        facts=_facts(record.facts),
        tables="".join(_table(each) for each in record.tables if each.rows),
    )


def _quoted(text: str) -> str:
    """The text within quotes of a style sheet: a sign is its number (CSS Syntax 3, 4.3.7)."""
    return "".join(
        char if char.isalnum() or char == " " else f"\\{ord(char):06x} " for char in text
    )


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    said = (f"<dt>{escape(term)}</dt><dd>{escape(value)}</dd>" for term, value in facts)
    return f"<dl>{''.join(said)}</dl>"


def _table(table: Columns) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in table.names)
    rows = (
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return (
        f"<h2>{escape(table.heading)}</h2><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
