"""A painted picture looks like the one that was sent: its colours, its size, its transparency."""

import io
import struct

import pytest
from flask import Flask
from PIL import Image, ImageCms

from app.photos import queries, service
from tests.builders import NOON
from tests.photos import corpus
from tests.photos.anatomy import complaint


def _photo(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(queries.content(service.take_in(content, at=NOON))))


def _logo(content: bytes) -> Image.Image:
    stored = queries.content(service.take_in_logo(content, at=NOON))
    assert complaint(stored) is None
    assert corpus.MARK not in stored
    return Image.open(io.BytesIO(stored))


def _is_near(dot: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(dot, tuple)
    return all(abs(a - b) < 8 for a, b in zip(dot, wanted, strict=True))


def test_a_large_photo_is_made_smaller_and_keeps_its_shape(app: Flask) -> None:
    assert _photo(corpus.saved(corpus.drawn((4000, 3000)), "JPEG")).size == (2048, 1536)
    assert _photo(corpus.saved(corpus.drawn((5001, 700)), "PNG")).size == (2048, 287)
    assert _photo(corpus.saved(corpus.drawn((2048, 9)), "WEBP")).size == (2048, 9)


def test_a_large_picture_painted_in_bands_shows_the_same_everywhere(app: Flask) -> None:
    painted = _photo(corpus.saved(corpus.drawn((6100, 4100)), "PNG"))
    plain = corpus.drawn((6100, 4100)).resize(painted.size)
    for place in ((20, 20), (2000, 20), (20, 1300), (2000, 1300), (1010, 660), (1040, 700)):
        there = plain.getpixel(place)
        assert isinstance(there, tuple)
        assert _is_near(painted.getpixel(place), there), place


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        (corpus.GOOD["16 bits of grey"], (156, 156, 156)),
        (corpus.saved(Image.new("CMYK", (9, 9), (255, 0, 0, 0)), "JPEG"), (0, 255, 255)),
        (corpus.saved(Image.new("P", (9, 9), 0), "PNG", transparency=0), (255, 255, 255)),
        (corpus.saved(Image.new("RGBA", (9, 9), (200, 0, 0, 0)), "PNG"), (255, 255, 255)),
        (corpus.saved(Image.new("LA", (9, 9), (0, 128)), "PNG"), (127, 127, 127)),
        (corpus.saved(Image.new("1", (9, 9), 1), "PNG"), (255, 255, 255)),
    ],
    ids=["16 bits", "CMYK", "a palette's hole", "a clear dot", "half clear", "one bit"],
)
def test_every_kind_of_dot_becomes_the_colour_that_people_saw(
    app: Flask, sent: bytes, wanted: tuple[int, ...]
) -> None:
    assert _is_near(_photo(sent).getpixel((4, 4)), wanted)


def _red_and_blue_swapped() -> bytes:
    """A colour profile in which red means blue."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (number,) = struct.unpack_from(">I", profile, 128)
    for place in range(132, 132 + 12 * number, 12):
        name = bytes(profile[place : place + 4])
        swapped = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(name, name)
        profile[place : place + 4] = swapped
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_colour_profile_is_applied_and_gone(app: Flask, mode: str) -> None:
    red = Image.new(mode, (9, 9), (255, 0, 0))
    sent = corpus.saved(red, "PNG", icc_profile=_red_and_blue_swapped())
    assert _is_near(_photo(sent).getpixel((4, 4)), (0, 0, 255))
    assert "icc_profile" not in _photo(sent).info


def test_the_first_picture_of_an_animation_is_taken(app: Flask) -> None:
    for name in ("an animation", "an animated PNG"):
        assert _is_near(_photo(corpus.GOOD[name]).getpixel((4, 4)), (230, 20, 20)), name


def test_a_logo_keeps_its_transparency_and_is_a_png(app: Flask) -> None:
    sent = Image.new("RGBA", (3200, 800), (0, 90, 160, 255))
    sent.paste((0, 0, 0, 0), (0, 0, 1600, 800))
    logo = _logo(corpus.saved(sent, "PNG", xmp=corpus.XMP))
    assert (logo.format, logo.mode, logo.size) == ("PNG", "RGBA", (1600, 400))
    assert logo.getpixel((10, 10)) == (0, 0, 0, 0)
    assert logo.getpixel((1500, 10)) == (0, 90, 160, 255)


def test_a_logo_without_transparency_is_a_plain_png(app: Flask) -> None:
    for sent in (corpus.talkative("JPEG"), corpus.saved(corpus.drawn(mode="RGBA"), "PNG")):
        logo = _logo(sent)
        assert (logo.format, logo.mode) == ("PNG", "RGB")
