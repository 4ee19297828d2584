"""Bytes and a file name become a `Source` of sheets, whatever kind of list they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from app.imports.reading.books.workbooks import kind_of_zip, read_workbook, refuse_locked
from app.imports.reading.cleaning import clean
from app.imports.reading.rows import within_limits
from app.imports.reading.sheets import MAX_BYTES, Detected, ImportRefused, Sheet, Source
from app.imports.reading.tables import as_sheet
from app.imports.reading.texts.delimited import read_delimited
from app.imports.reading.texts.objects import read_objects
from app.imports.runs.progress import Tell, silent
from app.language import N_

COBIE_SHEETS = frozenset({"facility", "floor", "space", "type", "component"})

HIDDEN = N_("it is hidden")
_WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_LIST_NAMES = {".csv", ".tsv", ".txt"}
_OLE = b"\xd0\xcf\x11\xe0"
_STRANGERS = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("an image")),
    (b"\xff\xd8\xff", N_("an image")),
    (b"GIF8", N_("an image")),
    (b"RIFF", N_("an image, sound or film")),
    (b"\x1f\x8b", N_("a packed file")),
    (b"Rar!", N_("a packed file")),
    (b"7z\xbc\xaf", N_("a packed file")),
    (b"{\\rtf", N_("a text document")),
    (b"\x7fELF", N_("a program")),
    (b"MZ\x90", N_("a program")),
)
_MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<svg")


def read(
    content: bytes,
    name: str,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    header_line: int | None = None,
    hidden: bool = False,
    tell: Tell = silent,
) -> Source:
    """The sheets of a list of rooms or equipment, told by what it holds rather than by its name.

    Encoding, separator and the line of the column names (of every sheet) are detected unless given
    by hand; hidden sheets left out unless asked for. `ImportRefused` says what can't be read.
    `tell` is told how far the reading is, and may end it by raising.
    """
    shown = clean(PurePath(name.replace("\\", "/")).name)[:120] or "?"
    _check_bytes(content)
    return _source(content, shown, _Asked(encoding, separator, header_line, hidden, tell))


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a file is to be read."""

    encoding: str | None
    separator: str | None
    header_line: int | None
    hidden: bool
    tell: Tell


def _source(content: bytes, shown: str, asked: _Asked) -> Source:
    if content.startswith((b"PK", _OLE)):
        return _workbook(content, shown, asked)
    _refuse_strangers(content, shown)
    if _is_json(content, shown):
        sheets, skipped = read_objects(content, shown, asked.encoding, tell=asked.tell)
        return Source(shown, "json", sheets, skipped)
    rows, detected = read_delimited(content, asked.encoding, asked.separator, tell=asked.tell)
    return Source(shown, "csv", (as_sheet(shown, rows, detected, asked.header_line),))


def _check_bytes(content: bytes) -> None:
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n,;|"):
        raise ImportRefused(N_("This file is empty. Choose the one with the list."))
    if len(content) > MAX_BYTES:
        raise ImportRefused(
            N_("This file has %(size)s MB; at most %(limit)s MB are read. Split it."),
            size=-(-len(content) // 1024**2),
            limit=MAX_BYTES // 1024**2,
        )


def _refuse_strangers(content: bytes, name: str) -> None:
    ending = PurePath(name).suffix.lower()
    what = next((what for mark, what in _STRANGERS if content.startswith(mark)), None)
    if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        what = N_("a web page or XML")
    if what:
        raise ImportRefused(
            N_("This file is %(what)s, no list. Save the list as CSV, XLSX, ODS or JSON."),
            what=what,
        )
    if ending in _WORKBOOK_NAMES:
        raise ImportRefused(
            N_(
                "This file is named %(ending)s but is no workbook."
                " Open it in a spreadsheet program and save it again."
            ),
            ending=ending,
        )


def _is_json(content: bytes, name: str) -> bool:
    ending = PurePath(name).suffix.lower()
    starts = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    return ending == ".json" or (starts and ending not in _LIST_NAMES)


def _workbook(content: bytes, name: str, asked: _Asked) -> Source:
    if content.startswith(_OLE):
        refuse_locked(content)
        kind = "xls"
    else:
        kind = kind_of_zip(content)
    sheets: list[Sheet] = []
    skipped: list[tuple[str, str | ImportRefused]] = []
    for title, made in _tables(content, asked):
        if isinstance(made, Sheet):
            sheets.append(made)
        else:
            skipped.append((title, made))
    if not sheets:
        raise _nothing(name, [why for _title, why in skipped if isinstance(why, ImportRefused)])
    titles = {each.name.casefold() for each in sheets}
    reasons = tuple((title, str(why)) for title, why in skipped)
    return Source(name, "cobie" if titles >= COBIE_SHEETS else kind, tuple(sheets), reasons)


def _nothing(name: str, refusals: list[ImportRefused]) -> ImportRefused:
    """Why no sheet can be read: in its own words where there is one alone."""
    if len(refusals) == 1:
        return refusals[0]
    return ImportRefused(
        N_("No visible sheet of “%(name)s” has a row of column names with something below."),
        name=name,
    ).at("header_line")


def _tables(content: bytes, asked: _Asked) -> Iterator[tuple[str, Sheet | ImportRefused | str]]:
    """Each sheet by its title, or the reason why it is left out."""
    for title, visible, rows in read_workbook(content, hidden=asked.hidden, tell=asked.tell):
        if not visible and not asked.hidden:
            yield title, HIDDEN
            continue
        try:
            yield title, as_sheet(title, within_limits(rows), Detected(), asked.header_line)
        except ImportRefused as refused:
            yield title, refused
