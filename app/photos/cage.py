"""The child that opens a picture from outside: bytes in on stdin, the painted picture out.

Run as a script by `app.bounded`, apart from the application. What it writes is one line of JSON,
and then the new file. It imports nothing of ours. What Pillow makes of a damaged file is any error
at all; none is caught, as the one who started this knows what it means.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys

from PIL import Image, ImageCms, UnidentifiedImageError

KINDS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
BAND = 4_000_000  # dots that are painted at once, at least a line of the smaller picture
ORIENTATION = 0x0112  # EXIF 2.3, table 4
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ALPHA = {"LA", "La", "PA", "RGBA", "RGBa"}
Image.MAX_IMAGE_PIXELS = None  # the header is looked at here, before anything is decoded


class Refused(Exception):
    """Why the picture isn't taken, in a word that the application has a sentence for."""

    def __init__(self, why: str, number: int = 0) -> None:
        super().__init__(why)
        self.line = {"refused": why, "number": number}


def main() -> int:
    """Paints one picture: into a JPEG or PNG, of how many dots at most, from how many at most."""
    into, longest, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    line: dict[str, object]
    try:
        picture = painted(sys.stdin.buffer.read(), into, longest, most)
        content = saved(picture, into)
        line = {"width": picture.width, "height": picture.height}
    except Refused as refused:
        line, content = refused.line, b""
    except MemoryError:
        line, content = {"refused": "burst"}, b""
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + content)
    return 0


def painted(content: bytes, into: str, longest: int, most: int) -> Image.Image:
    """The first frame, upright and in sRGB, on a canvas that holds nothing but its dots."""
    picture = _opened(content, most)
    profile, turn = picture.info.get("icc_profile"), _turn(picture)
    picture.draft(None, (longest, longest))  # a JPEG can be decoded smaller than it is
    small = _fitted(_reduced(picture, longest), longest)
    small = _in_srgb(small if turn is None else small.transpose(turn), profile)
    if small.mode == "RGBA" and (
        into == "JPEG" or small.getchannel("A").getextrema() == (255, 255)
    ):
        paper = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(paper, small).convert("RGB")
    canvas = Image.new(small.mode, small.size)
    canvas.paste(small)
    return canvas


def saved(picture: Image.Image, into: str) -> bytes:
    """The file of a painted picture."""
    out = io.BytesIO()
    picture.save(out, into, quality=QUALITY)
    return out.getvalue()


def _opened(content: bytes, most: int) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=KINDS)
    except UnidentifiedImageError:
        raise Refused("damaged" if _begins_well(content) else "kind") from None
    if picture.width * picture.height > most:
        raise Refused("pixels", -(-picture.width * picture.height // 1_000_000))
    return picture


def _begins_well(content: bytes) -> bool:
    """Whether it says to be of a kind that is taken; a WebP of too many dots fails to open, too."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return is_webp or content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def _turn(picture: Image.Image) -> Image.Transpose | None:
    with contextlib.suppress(Exception):  # an EXIF block that can't be read turns nothing
        return TURNS.get(picture.getexif().get(ORIENTATION, 1))
    return None


def _reduced(picture: Image.Image, longest: int) -> Image.Image:
    """The picture of 8 bits a channel, by a whole factor smaller where it is large.

    Painted band by band: a copy of a large picture with all its dots has no room in memory.
    """
    factor = max(1, max(picture.size) // longest)
    width, height = picture.size
    picture.load()
    canvas = Image.new(_mode(picture), (-(-width // factor), -(-height // factor)))
    lines = factor * max(1, BAND // (width * factor))
    for top in range(0, height, lines):
        band = picture.crop((0, top, width, min(top + lines, height)))
        canvas.paste(_plain(band, canvas.mode).reduce(factor), (0, top // factor))
    return canvas


def _mode(picture: Image.Image) -> str:
    if picture.mode in ALPHA or "transparency" in picture.info:
        return "RGBA"
    if picture.mode in {"L", "CMYK"}:
        return picture.mode
    return "L" if picture.mode == "1" or picture.mode.startswith("I") else "RGB"


def _plain(band: Image.Image, mode: str) -> Image.Image:
    if band.mode.startswith("I"):  # 16 bits of grey
        band = band.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return band if band.mode == mode else band.convert(mode)


def _fitted(picture: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode == "RGBA":
        coloured = _in_srgb(picture.convert("RGB"), profile)
        coloured.putalpha(picture.getchannel("A"))
        return coloured
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
        if profile:
            own, srgb = (
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
            )
            made = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
            return made or picture
    return picture.convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
