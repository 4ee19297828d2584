"""What stands in a backup: one entry after the other, each a name and its bytes, then an index.

An entry is the length of its head (4 bytes), the head as JSON ({"kind", "name"}), and its content
in parts, each with its length before it (4 bytes); an empty part ends it. Tables are packed with
zlib; pictures are packed already. The last entry is the index: what there is, with counts and sums.
Entries are read in their order, a part at a time, whatever their size.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.keeping.sealed.sealing import Damaged, Opener, Sealer

PART = 256 * 1024
LONGEST_HEAD = 16 * 1024
WIDEST, SPARE = 200, 64 * 2**20
"""A table grows to so many times its packed size at most, and a bit; what is wider is a bomb."""
LONGEST_LINE = 16 * 2**20
"""No row is longer: what would be is there to exhaust whoever reads it."""


class What(StrEnum):
    """What an entry holds."""

    TABLE = "table"
    PHOTO = "photo"
    FILE = "file"
    SECRET = "secret"  # noqa: S105 - a kind, not one
    INDEX = "index"


@dataclass(frozen=True)
class Entry:
    """An entry as it is read: its content is read once, before the next one."""

    what: What
    name: str
    parts: Iterator[bytes]


def put(into: Sealer, what: What, name: str, parts: Iterable[bytes]) -> None:
    """Write an entry, with its content in any parts."""
    head = json.dumps({"kind": what.value, "name": name}).encode()
    into.write(len(head).to_bytes(4) + head)
    for part in parts:
        for begin in range(0, len(part), PART):
            piece = part[begin : begin + PART]
            into.write(len(piece).to_bytes(4) + piece)
    into.write(bytes(4))


def packed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in one stream, packed."""
    packer = zlib.compressobj(6)
    for line in lines:
        if ready := packer.compress(line + b"\n"):
            yield ready
    yield packer.flush()


def unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a packed stream; raises `Damaged` where it is none, or is made to exhaust."""
    rest = b""
    for piece in _bounded(parts):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
        if len(rest) > LONGEST_LINE:
            raise Damaged("A row in this backup is longer than any row can be.")
    if rest:
        raise Damaged("A table in this backup does not end as it should.")


def _bounded(parts: Iterable[bytes]) -> Iterator[bytes]:
    unpacker, taken, given = zlib.decompressobj(), 0, 0
    for part in parts:
        taken, waiting = taken + len(part), part
        while waiting:
            piece, waiting = _unpacked(unpacker, waiting), unpacker.unconsumed_tail
            given += len(piece)
            if given > taken * WIDEST + SPARE:
                raise Damaged("A table in this backup unpacks to more than any table would.")
            yield piece
    yield unpacker.flush()
    if not unpacker.eof or unpacker.unused_data:
        raise Damaged("A table in this backup does not end as it should.")


def _unpacked(unpacker: Any, given: bytes) -> bytes:
    try:
        found: bytes = unpacker.decompress(given, PART)
    except zlib.error:
        raise Damaged("A table in this backup can't be unpacked.") from None
    return found


def entries(opener: Opener) -> Iterator[Entry]:
    """Each entry in its order; ends after the index, at the end of the file."""
    what = None
    while what is not What.INDEX:
        head = _head(opener)
        try:
            what, name = What(head["kind"]), str(head["name"])
        except (KeyError, ValueError, TypeError):
            raise Damaged("This backup holds something that no version writes.") from None
        parts = _parts(opener)
        yield Entry(what, name, parts)
        for _left in parts:
            pass
    opener.insist_on_the_end()


def _head(opener: Opener) -> Any:
    length = int.from_bytes(opener.read_exactly(4))
    if not 0 < length <= LONGEST_HEAD:
        raise Damaged("This backup holds something that no version writes.")
    try:
        return json.loads(opener.read_exactly(length))
    except ValueError:
        raise Damaged("This backup holds something that no version writes.") from None


def _parts(opener: Opener) -> Iterator[bytes]:
    while length := int.from_bytes(opener.read_exactly(4)):
        if length > PART:
            raise Damaged("This backup holds something that no version writes.")
        yield opener.read_exactly(length)
