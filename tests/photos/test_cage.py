"""A picture from outside can harm nobody: what is stored are its dots, and nothing else."""

import base64
import io
import json
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageOps
from sqlalchemy import func, select

from app import bounded
from app.errors import Refusal
from app.extensions import db
from app.photos import cage, cleaning, queries, service
from app.photos.models import Photo
from tests.builders import NOON
from tests.photos import corpus
from tests.photos.anatomy import complaint
from tests.telling import Telling


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _refused(content: bytes, *, logo: bool = False) -> str:
    """The sentence with which it is refused; nothing at all was stored."""
    take_in = service.take_in_logo if logo else service.take_in
    with pytest.raises(Refusal) as refused:
        take_in(content, at=NOON)
    assert (refused.value.field, refused.value.status) == ("logo" if logo else "photo", 422)
    return str(refused.value)


def _stored_files(app: Flask) -> list[Path]:
    folder = Path(app.config["SETTINGS"].data) / "photos"
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", corpus.GOOD)
def test_a_good_picture_is_painted_anew_and_holds_nothing_but_its_dots(
    app: Flask, name: str
) -> None:
    photo = service.take_in(corpus.GOOD[name], at=NOON)
    content = queries.content(photo)
    assert complaint(content) is None
    assert corpus.MARK not in content
    painted = _opened(content)
    assert (painted.format, painted.mode) == ("JPEG", "RGB")
    assert (painted.size, len(content)) == ((photo.width, photo.height), photo.size)
    assert _stored_files(app)[0].read_bytes() == content


@pytest.mark.parametrize("name", corpus.NO_PICTURE)
def test_what_is_no_picture_is_refused_and_nothing_of_it_is_stored(app: Flask, name: str) -> None:
    assert "Send a JPEG, PNG or WebP" in _refused(corpus.NO_PICTURE[name])
    assert not _stored_files(app)
    assert db.session.scalar(select(func.count(Photo.id))) == 0


@pytest.mark.parametrize("name", corpus.DAMAGED)
def test_a_damaged_picture_is_refused_and_nothing_of_it_is_stored(app: Flask, name: str) -> None:
    assert "it is damaged, or far too large" in _refused(corpus.DAMAGED[name])
    assert not _stored_files(app)


@pytest.mark.parametrize("name", ["an SVG", "an EPS", "a PDF"])
def test_a_drawn_logo_is_refused_with_what_to_save_it_as(app: Flask, name: str) -> None:
    assert "save it as a PNG that is 1600 dots wide" in _refused(corpus.NO_PICTURE[name], logo=True)


def test_a_heic_file_is_refused_with_where_to_choose_jpeg(app: Flask) -> None:
    sent = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
    assert "Most Compatible" in _refused(sent)


def test_an_empty_and_a_heavy_file_are_refused_unopened(app: Flask) -> None:
    assert "This file is empty" in _refused(b"")
    heavy = corpus.talkative("JPEG") + bytes(15_000_000)
    assert "This picture has 16 MB; up to 15 MB are taken" in _refused(heavy)


def test_twenty_kilobytes_of_169_megapixels_are_refused_before_they_are_decoded(app: Flask) -> None:
    bomb = corpus.png(13_000, 13_000, depth=1)
    assert len(bomb) < 30_000
    assert "This picture has 169 megapixels; up to 60 are taken" in _refused(bomb)


def test_a_picture_that_takes_too_long_is_ended_and_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 2 * cleaning.SECONDS <= 10
    monkeypatch.setattr(cleaning, "SECONDS", 1)
    assert "needs too much time or memory" in _refused(corpus.scans(3000))


def test_a_picture_that_takes_too_much_memory_is_refused(app: Flask) -> None:
    assert "needs too much time or memory" in _refused(corpus.png(60_000_000, 1, colour=6))


def test_three_hundred_pictures_made_to_harm_leave_no_word_behind(record_property: Telling) -> None:
    sent = [*corpus.GOOD.values(), *corpus.NO_PICTURE.values(), *corpus.mutations(300)]
    record_property("pictures", len(sent))
    told = bounded.run(
        Path(__file__).with_name("many.py"),
        cage.__file__,
        content=json.dumps([base64.b64encode(each).decode() for each in sent]).encode(),
        memory=600 * 1024 * 1024,
        seconds=60,
    )
    made = [base64.b64decode(each) for each in json.loads(told)]
    assert len(made) == 2 * len(sent)
    stored = [each for each in made if each]
    assert len(stored) > 100  # many mutations can still be opened: those are the ones to look at
    wrong = [each[:40] for each in stored if corpus.MARK in each or complaint(each)]
    assert not wrong


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(app: Flask, orientation: int) -> None:
    sent = corpus.talkative("JPEG", orientation=orientation)
    upright = ImageOps.exif_transpose(_opened(sent))
    painted = _opened(queries.content(service.take_in(sent, at=NOON)))
    assert painted.size == upright.size
    for x in (4, upright.width - 5):
        for y in (4, upright.height - 5):
            there, wanted = painted.getpixel((x, y)), upright.getpixel((x, y))
            assert isinstance(there, tuple)
            assert isinstance(wanted, tuple)
            assert max(abs(a - b) for a, b in zip(there, wanted, strict=True)) < 24
