"""Small files of the shapes that real lists have, made from rows."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from app.imports.reading.files import read
from app.imports.reading.sheets import Row, Sheet

Table = Sequence[Sequence[object]]


def csv_bytes(*lines: str, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    return "".join(line + end for line in lines).encode(encoding)


def csv_sheet(*lines: str, **how: Any) -> Sheet:
    (sheet,) = read(csv_bytes(*lines), "list.csv", **how).sheets
    return sheet


def sheet_of(header: Sequence[str], *rows: Sequence[str]) -> Sheet:
    made = tuple(Row(line, tuple(row)) for line, row in enumerate(rows, start=2))
    return Sheet("list", tuple(header), made, 1)


def cells(sheet: Sheet) -> list[tuple[str, ...]]:
    """What stands under the column names: a row may end before the last of them."""
    width = len(sheet.header)
    return [tuple(row.cell(column) for column in range(width)) for row in sheet.rows]


def xlsx(sheets: Mapping[str, Table], hidden: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        page = workbook.add_worksheet(name)
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
        if name in hidden:
            page.hide()
    workbook.close()
    return out.getvalue()


def rezipped(content: bytes, changes: Mapping[str, tuple[bytes, bytes]]) -> bytes:
    """The zip with one text replaced in some of its entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            before, after = changes.get(entry.filename, (b"\xff\xff", b""))
            new.writestr(entry.filename, old.read(entry).replace(before, after))
    return out.getvalue()


def zipped(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def ods(name: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    lines = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="{name}">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:m"/>'
    return zipped(
        {"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": manifest}
    )


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{escape(value)}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def xls(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """An Excel 97 file: one BIFF8 stream in a compound file of 512-byte sectors."""
    bounds = b"\0\0\0\0\0\0" + struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    first = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    start = len(first) + len(_biff(0x85, bounds)) + len(_biff(0x0A, b""))
    stream = first + _biff(0x85, struct.pack("<I", start) + bounds[4:]) + _biff(0x0A, b"")
    stream += _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            label = struct.pack("<HHHHB", line, column, 0, len(text), 0) + text.encode("latin-1")
            stream += _biff(0x204, label)
    return _compound(stream + _biff(0x0A, b""))


def _biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512  # after the table (sector 0) and the directory (sector 1)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096,
                        0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    head += struct.pack("<I", 0).ljust(436, b"\xff")
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry("Workbook", 2, 2, len(stream))
    return head + table + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + links
        + b"\0" * 36 + struct.pack("<IQ", start, size)
    )  # fmt: skip
