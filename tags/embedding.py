"""Fonts in a PDF: only the glyphs that were used, with the letters they stand for.

As ISO 32000-1 has it for composite fonts (9.7): glyph numbers are written as they are
(Identity-H), so that pages can be written before it is known what all of them use.
"""

import struct
import zlib
from hashlib import sha256

import pydyf  # type: ignore[import-untyped]

from tags.fonts import Font, harfbuzz

_SYMBOLIC = 4
_MAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
_MAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def embed(pdf: pydyf.PDF, font: Font, letters: dict[int, str]) -> bytes:
    """Add a font to a document and return the reference to its dictionary.

    `letters` has every glyph that is used, and the letters it stands for ("" for none).
    """
    glyphs = sorted(letters)
    name = _name(font, glyphs)
    subset = _subset(font, glyphs)
    described = _descriptor(pdf, font, name, subset)
    outlines = subset[:4] == b"OTTO"
    widths = " ".join(f"{glyph} [{_thousandths(font, font.widths[glyph])}]" for glyph in glyphs)
    descendant = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if outlines else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {
                    "Registry": pydyf.String("Adobe"),
                    "Ordering": pydyf.String("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": described,
            "DW": 1000,
            "W": f"[{widths}]",
        }
    )
    if not outlines:
        descendant["CIDToGIDMap"] = "/Identity"
    pdf.add_object(descendant)
    return _composite(pdf, name, descendant, letters)


def _composite(
    pdf: pydyf.PDF, name: str, descendant: pydyf.Dictionary, letters: dict[int, str]
) -> bytes:
    readable = stream(pdf, _to_unicode(letters))
    whole = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([descendant.reference]),
            "ToUnicode": readable,
        }
    )
    pdf.add_object(whole)
    return bytes(whole.reference)


def stream(pdf: pydyf.PDF, content: bytes, extra: dict[str, object] | None = None) -> bytes:
    """Add a compressed stream to a document and return the reference to it.

    Compressed at once and lightly: pages come by the hundred, and waiting ones must be small.
    """
    packed = zlib.compress(content, 3)
    entry = pydyf.Stream([packed], {**(extra or {}), "Filter": "/FlateDecode"})
    pdf.add_object(entry)
    return bytes(entry.reference)


def dictionary(pdf: pydyf.PDF, entries: dict[str, object]) -> pydyf.Dictionary:
    """Add a dictionary to a document and return it."""
    entry = pydyf.Dictionary(entries)
    pdf.add_object(entry)
    return entry


def _name(font: Font, glyphs: list[int]) -> str:
    """Return a name with the tag of six letters that marks a subset (ISO 32000-1, 9.6.4)."""
    digest = sha256(f"{font.name} {glyphs}".encode()).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    plain = "".join(letter for letter in font.family if letter.isascii() and letter.isalnum())
    return f"/{tag}+{plain or 'Font'}"


def _subset(font: Font, glyphs: list[int]) -> bytes:
    wanted = harfbuzz.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = (
        harfbuzz.SubsetFlags.RETAIN_GIDS
        | harfbuzz.SubsetFlags.NO_HINTING
        | harfbuzz.SubsetFlags.DESUBROUTINIZE
        | harfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        | harfbuzz.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    for table in ("GSUB", "GPOS", "GDEF", "BASE", "DSIG", "VORG"):
        wanted.drop_table_tag_set.add(struct.unpack(">I", table.encode())[0])
    return bytes(harfbuzz.subset(font.face, wanted).blob.data)


def _descriptor(pdf: pydyf.PDF, font: Font, name: str, subset: bytes) -> bytes:
    opentype = subset[:4] == b"OTTO"
    kind: dict[str, object] = {"Subtype": "/OpenType"} if opentype else {"Length1": len(subset)}
    corners = struct.unpack(">4h", font.face.reference_table("head").data[36:44])
    extents = font.shaper.get_font_extents("ltr")
    entry = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": pydyf.Array([_thousandths(font, corner) for corner in corners]),
            "ItalicAngle": 0,
            "Ascent": _thousandths(font, extents.ascender),
            "Descent": _thousandths(font, extents.descender),
            "CapHeight": _thousandths(font, extents.ascender),
            "StemV": 80,
            "FontFile3" if opentype else "FontFile2": stream(pdf, subset, kind),
        }
    )
    pdf.add_object(entry)
    return bytes(entry.reference)


def _thousandths(font: Font, units: int) -> int:
    return round(units * 1000 / font.upem)


def _to_unicode(letters: dict[int, str]) -> bytes:
    known = [(glyph, text) for glyph, text in sorted(letters.items()) if text]
    parts = [_MAP_HEAD]
    for start in range(0, len(known), 100):
        batch = known[start : start + 100]
        parts.append(f"{len(batch)} beginbfchar\n")
        parts += (f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>\n" for glyph, text in batch)
        parts.append("endbfchar\n")
    return "".join([*parts, _MAP_TAIL]).encode()
