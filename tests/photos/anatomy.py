"""What a picture file consists of, read byte by byte: nothing of Pillow's is believed here."""

from __future__ import annotations

import struct

NEEDED = {0xDB, 0xC0, 0xC4, 0xDA}  # quantising, frame, Huffman, scan: what the dots are made of
JFIF = b"JFIF\0\x01\x01"


def complaint(content: bytes) -> str | None:
    """What a stored picture holds beside its dots, if anything."""
    parts = _of_png(content) if content.startswith(b"\x89PNG") else _of_jpeg(content)
    return next(iter(parts), None)


def _of_png(content: bytes) -> list[str]:
    wrong, place = [], 8
    name = b""
    while place < len(content) and name != b"IEND":
        (length,), name = struct.unpack_from(">I", content, place), content[place + 4 : place + 8]
        wrong += [] if name in {b"IHDR", b"IDAT", b"IEND"} else [f"chunk {name!r}"]
        place += 12 + length
    return wrong if place == len(content) else [*wrong, f"{len(content) - place} bytes behind"]


def _of_jpeg(content: bytes) -> list[str]:
    wrong, place = [], 2
    assert content[:2] == b"\xff\xd8"
    while content[place : place + 2] != b"\xff\xd9":
        marker, (length,) = content[place + 1], struct.unpack_from(">H", content, place + 2)
        body = content[place + 4 : place + 2 + length]
        if marker not in NEEDED and not (marker == 0xE0 and body[:7] == JFIF and len(body) == 14):
            wrong.append(f"segment {marker:x}")
        place += 2 + length
        place = _behind_the_dots(content, place) if marker == 0xDA else place
    return wrong if place + 2 == len(content) else [*wrong, "bytes behind the end"]


def _behind_the_dots(content: bytes, place: int) -> int:
    while content[place] != 0xFF or content[place + 1] in {0x00, *range(0xD0, 0xD8)}:
        place += 1
    return place
