"""Pictures as the world sends them: good ones, ones that tell too much, and ones made to harm."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image

MARK = b"THE-MARK-OF-THE-SENDER"
"""Stands wherever a file has room for words; no stored picture may hold it."""


def drawn(size: tuple[int, int] = (48, 32), mode: str = "RGB") -> Image.Image:
    """A picture whose four corners differ, so that it can be told which way it stands."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    width, height = size
    picture.paste((230, 20, 20), (0, 0, width // 2, height // 2))
    picture.paste((20, 20, 230), (width // 2, height // 2, width, height))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """EXIF that tells where, when, by whom and with what."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010E] = told[0x013B] = MARK.decode()
    told.get_ifd(0x8825).update({1: "N", 2: (59.0, 26.0, 3.0), 0x1D: "2026:03:03"})
    return told


XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + MARK + b"</x:xmpmeta>"


def talkative(kind: str, *, orientation: int = 1) -> bytes:
    """A picture of the kind with EXIF, GPS and XMP, and bytes behind its end."""
    told: dict[str, Any] = {"exif": exif(orientation), "xmp": XMP}
    if kind == "JPEG":
        told["comment"] = MARK
    return saved(drawn(), kind, **told) + MARK


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + _sum(name + content)


def _sum(content: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(content))


def png(width: int, height: int, *, colour: int = 0, depth: int = 8, more: bytes = b"") -> bytes:
    """A PNG of black lines, packed as small as can be; `more` chunks stand before its dots."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    packer, packed = zlib.compressobj(9), io.BytesIO()
    line = bytes(1 + (width * channels * depth + 7) // 8)
    for _line in range(height):
        packed.write(packer.compress(line))
    packed.write(packer.flush())
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = chunk(b"IHDR", head) + more + chunk(b"IDAT", packed.getvalue()) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("index.html", MARK)
    return out.getvalue()


def scans(times: int) -> bytes:
    """A small progressive JPEG whose last scan comes many times: each goes over all dots."""
    once = saved(Image.new("L", (8000, 7400), 77), "JPEG", progressive=True, quality=50)
    last = once.rindex(b"\xff\xda")
    return once[:last] + once[last:-2] * times + b"\xff\xd9"


SCRIPT = b"<html><script>alert('" + MARK + b"')</script></html>"
WORDS = chunk(b"tEXt", b"Author\0" + MARK) + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)

GOOD: dict[str, bytes] = {
    "a JPEG that tells all": talkative("JPEG"),
    "a PNG that tells all": talkative("PNG"),
    "a WebP that tells all": talkative("WEBP"),
    "a PNG with words": png(9, 9, more=WORDS),
    "a PNG that is a zip as well": saved(drawn(), "PNG") + archive(),
    "a JPEG with a page behind": saved(drawn(), "JPEG") + SCRIPT,
    "a JPEG with a page inside": saved(drawn(), "JPEG", comment=SCRIPT),
    "a palette": saved(drawn(mode="P"), "PNG"),
    "a palette with a hole": saved(drawn(mode="P"), "PNG", transparency=0),
    "one bit": saved(drawn(mode="1"), "PNG"),
    "grey": saved(drawn(mode="L"), "JPEG"),
    "grey with transparency": saved(drawn(mode="LA"), "PNG"),
    "16 bits of grey": saved(Image.new("I;16", (9, 9), 40_000), "PNG"),
    "16 bits of colour": png(9, 9, colour=2, depth=16),
    "CMYK": saved(drawn(mode="CMYK"), "JPEG"),
    "progressive": saved(drawn(), "JPEG", progressive=True),
    "one dot": png(1, 1),
    "as thin as a hair": png(1, 30_000),
    "an animation": saved(drawn(), "WEBP", save_all=True, append_images=[drawn().rotate(180)]),
    "an animated PNG": saved(drawn(), "PNG", save_all=True, append_images=[drawn().rotate(180)]),
    "a colour profile that is none": saved(drawn(), "JPEG", icc_profile=MARK * 40),
    "EXIF that is none": saved(drawn(), "JPEG", exif=b"Exif\0\0" + MARK),
    "EXIF with an odd turn": saved(drawn(), "JPEG", exif=exif(77)),
}

NO_PICTURE: dict[str, bytes] = {
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "an SVG behind an XML head": b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
    "an EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n",
    "a PDF": b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n",
    "a GIF": saved(drawn(mode="P"), "GIF"),
    "a GIF of 4 gigapixels": b"GIF89a\xff\xff\xff\xff\xf0\0\0" + bytes(6) + b",\0\0\0\0\xff\xff;",
    "a GIF that is a script": b"GIF89a/*\0\0\xf0*/=1;alert('" + MARK + b"')",
    "a TIFF": saved(drawn(), "TIFF"),
    "a BMP": saved(drawn(), "BMP"),
    "an icon": saved(drawn(), "ICO"),
    "a Photoshop file": b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\x09\0\0\0\x09\0\x08\0\3",
    "an AVIF": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
    "a page": SCRIPT,
    "a zip": archive(),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "an ImageMagick script": b"push graphic-context\nfill 'url(https://127.0.0.1/\"|ls \"-la)'\n",
    "zeros": bytes(500),
    "a line feed": b"\n",
}

DAMAGED: dict[str, bytes] = {
    "half a JPEG": talkative("JPEG")[:700],
    "half a PNG": saved(drawn((300, 200)), "PNG")[:500],
    "half a WebP": saved(drawn((300, 200)), "WEBP")[:300],
    "a JPEG's first bytes": b"\xff\xd8\xff\xe0\0\x10JFIF\0" + SCRIPT,
    "a PNG's first bytes": b"\x89PNG\r\n\x1a\n" + SCRIPT,
    "a PNG without dots": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)),
    "a PNG of no width": png(9, 9).replace(struct.pack(">II", 9, 9), struct.pack(">II", 0, 9)),
    "a PNG with a burst of words": png(9, 9, more=chunk(b"zTXt", b"a\0\0" + zlib.compress(
        bytes(90_000_000), 9))),
    "a WebP of 200 megapixels": b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x97\x3a\0\xc7\x32\0",
}  # fmt: skip


def mutations(number: int) -> Iterator[bytes]:
    """Good pictures with bytes changed, cut, doubled and moved."""
    chance = random.Random(20_260_303)  # noqa: S311 - the same ones on every run
    seeds = list(GOOD.values())
    for place in range(number):
        made = bytearray(seeds[place % len(seeds)])
        for _time in range(chance.randint(1, 12)):
            start = chance.randrange(len(made))
            end = min(len(made), start + chance.choice((1, 2, 4, 40)))
            other = chance.randrange(len(made))
            made[start:end] = chance.choice(
                (chance.randbytes(end - start), b"", made[start:end] * 2, made[other : other + 4])
            )
            made = made or bytearray(b"\0")
        yield bytes(made)
