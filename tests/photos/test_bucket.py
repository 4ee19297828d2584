"""Pictures in a bucket that speaks S3, so that several machines share them."""

import io
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import sqlalchemy as sa
from flask import Flask
from moto.server import ThreadedMotoServer

from app import create_app
from app.extensions import db
from app.photos import queries, service, store
from app.photos.models import Photo
from app.settings import Settings
from tests.builders import Builder
from tests.building import NOON
from tests.pages import fetch
from tests.photos import corpus

PICTURE = next(iter(corpus.GOOD.values()))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def in_bucket(settings: Settings, endpoint: str) -> Iterator[Flask]:
    """A program whose pictures are in a bucket."""
    keys = {"aws_access_key_id": "id", "aws_secret_access_key": "secret"}
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1", **keys).create_bucket(
        Bucket=settings.data.name.replace("_", "-").lower()
    )
    given = {
        "photo_store": f"s3://{settings.data.name.replace('_', '-').lower()}/roomworthy",
        "photo_endpoint": endpoint,
        "photo_key_id": "id",
        "photo_key_secret": "secret",
    }
    app = create_app(settings.model_copy(update=given))
    with app.app_context():
        if settings.database_url.startswith("sqlite"):
            db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def _files(app: Flask) -> list[Path]:
    folder = Path(app.config["SETTINGS"].data) / "photos"
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_picture_is_kept_and_given_back_and_none_of_it_lies_here(in_bucket: Flask) -> None:
    photo = service.take_in(PICTURE, at=NOON)
    assert _files(in_bucket) == []
    assert queries.content(photo)[:3] == b"\xff\xd8\xff"
    assert [name for name, _since in store.names()] == [photo.file_name]
    store.erase(photo.file_name)
    with pytest.raises(FileNotFoundError):
        store.content(photo.file_name)


def test_pictures_of_the_folder_are_found_and_go_over_once(in_bucket: Flask) -> None:
    name = f"{'k' * 32}.jpg"
    path = Path(in_bucket.config["SETTINGS"].data) / "photos" / "kk" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"as it was")
    fields = {"media_type": "image/jpeg", "width": 1, "height": 1, "size": 9}
    db.session.add(Photo(key="k" * 32, taken_in_at=NOON, **fields))
    db.session.commit()
    assert store.content(name) == b"as it was"

    run = in_bucket.test_cli_runner().invoke(args=["photos", "carry-over"])
    assert "1 of 1 pictures went over" in run.output
    assert _files(in_bucket) == []
    assert store.content(name) == b"as it was"
    again = in_bucket.test_cli_runner().invoke(args=["photos", "carry-over"])
    assert "0 of 1 pictures went over" in again.output


def test_a_bucket_that_is_away_asks_to_send_it_again_and_half_stores_nothing(
    settings: Settings,
) -> None:
    given = {"photo_store": "s3://away", "photo_endpoint": "http://127.0.0.1:9"}
    given |= {"photo_key_id": "id", "photo_key_secret": "secret"}
    app = create_app(settings.model_copy(update=given))
    with app.app_context():
        if settings.database_url.startswith("sqlite"):
            db.create_all()
        report = Builder().report()
        db.session.commit()
        form = fetch(app.test_client(), f"/f/{report.secret}").form(f"/f/{report.secret}/photo")
        answer = form.send({"photo": (io.BytesIO(PICTURE), "here.jpg")})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert db.session.scalar(sa.select(sa.func.count(Photo.id))) == 0
        db.session.remove()
        db.engine.dispose()
