"""A picture from outside, cleaned: what comes back was painted anew by a bounded child process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from app import bounded
from app.errors import Refusal
from app.language import N_

MAX_BYTES = 15_000_000
MAX_PIXELS = 60_000_000
MEMORY = 560 * 1024 * 1024  # bytes of address space
SECONDS = 5  # of processor time
_CAGE = Path(__file__).with_name("cage.py")

_REFUSED = {
    "empty": N_("This file is empty. Choose a picture and send it again."),
    "bytes": N_("This picture has %(number)s MB; up to %(most)s MB are taken. Send a smaller one."),
    "pixels": N_(
        "This picture has %(number)s megapixels; up to %(most)s are taken."
        " Make it smaller and send it again."
    ),
    "heic": N_(
        "This picture is a HEIC file, which can't be taken. Send it as a JPEG: on an iPhone, choose"
        " “Most Compatible” in Settings, Camera, Formats, or save the picture as a JPEG."
    ),
    "kind": N_("This file is no picture that can be taken. Send a JPEG, PNG or WebP."),
    "drawing": N_(
        "A logo has to be a picture of dots: PNG, JPEG or WebP. If you have it as SVG, EPS or PDF,"
        " save it as a PNG that is 1600 dots wide, and send that."
    ),
    "damaged": N_(
        "This picture can't be opened: it is damaged, or far too large. Take it again or save it"
        " as a JPEG, and send that."
    ),
    "burst": N_(
        "This picture needs too much time or memory to be opened. Make it smaller or save it as a"
        " JPEG, and send it again."
    ),
}
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


@dataclass(frozen=True)
class Use:
    """What a picture is for: its field in forms, what it is stored as, and how large."""

    field: str
    kind: str
    longest: int
    """Dots of its longer side."""
    no_picture: str

    @property
    def media_type(self) -> str:
        """What the stored file is served as."""
        return f"image/{self.kind.lower()}"


PHOTO = Use("photo", "JPEG", 2048, no_picture="kind")
LOGO = Use("logo", "PNG", 1600, no_picture="drawing")
"""Keeps its transparency."""


@dataclass(frozen=True)
class Picture:
    """A painted picture: it holds its dots, and not a word of what its file said."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes, use: Use) -> Picture:
    """The picture painted anew; refused in a sentence where it can't or shouldn't be opened."""
    _look_at(content, use)
    words = (use.kind, str(use.longest), str(MAX_PIXELS))
    try:
        told = bounded.run(_CAGE, *words, content=content, memory=MEMORY, seconds=SECONDS)
    except bounded.OutOfBoundsError:
        raise _refusal("burst", use) from None
    except bounded.BrokenError:
        raise _refusal("damaged", use) from None
    line, _newline, made = told.partition(b"\n")
    known = json.loads(line)
    if why := known.get("refused"):
        number, most = known.get("number"), MAX_PIXELS // 1_000_000
        raise _refusal(use.no_picture if why == "kind" else why, use, number=number, most=most)
    return Picture(made, known["width"], known["height"])


def _look_at(content: bytes, use: Use) -> None:
    """Refuses what needs no opening to be refused."""
    if not content:
        raise _refusal("empty", use)
    if len(content) > MAX_BYTES:
        number, most = -(-len(content) // 1_000_000), MAX_BYTES // 1_000_000
        raise _refusal("bytes", use, number=number, most=most)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise _refusal("heic", use)


def _refusal(why: str, use: Use, **values: object) -> Refusal:
    return Refusal(_(_REFUSED[why], **values), field=use.field, status=422)
