"""The short way for scanned tags shows what the long way shows, and never anything stale."""

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from threading import Event
from time import sleep
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import Client

from app.codes import service as codes
from app.codes.code import grouped, with_check
from app.extensions import db
from app.patience import Patience
from app.places import service as places
from app.scan import lane
from tests.builders import NOON, Builder


@pytest.fixture
def statements(app: Any) -> list[str]:
    """The SQL that runs, as it runs."""
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    return seen


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Any:
    """The clock, at noon until it is moved."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


def test_the_second_scan_renders_nothing(
    client: FlaskClient, make: Builder, statements: list[str]
) -> None:
    address = f"/t/{make.tag().code}"
    first = client.get(address)
    statements.clear()
    second = client.get(address)
    assert second.data == first.data
    assert not statements, "the driver alone is asked for the version"


def test_a_change_in_the_room_is_seen_at_once(client: FlaskClient, make: Builder) -> None:
    room = make.room()
    tag = make.tag(room=room)
    assert "Renamed" not in client.get(f"/t/{tag.code}").text
    room.description = "Renamed"
    places.touch(room)
    db.session.commit()
    assert "Renamed" in client.get(f"/t/{tag.code}").text


def test_words_about_time_move_on(client: FlaskClient, make: Builder, clock: Any) -> None:
    tag = make.tag(room=make.room(last_checked_at=NOON - timedelta(minutes=5)))
    assert "5 minutes ago" in client.get(f"/t/{tag.code}").text
    clock.move_to(NOON + timedelta(minutes=1), tick=False)
    assert "6 minutes ago" in client.get(f"/t/{tag.code}").text


def test_pages_of_many_rooms_do_not_age_at_one_moment(
    app: Flask, client: FlaskClient, make: Builder, clock: Any
) -> None:
    kept: Any = app.wsgi_app
    codes = [make.tag(room=make.room()).code for _ in range(4)]
    for code in codes:
        client.get(f"/t/{code}")
    stamps = {key[0]: page.stamp for key, page in kept._kept.items()}
    aged = []
    for second in range(1, 61):
        clock.move_to(NOON + timedelta(seconds=second), tick=False)
        aged.append(sum(kept._stamp(code) != stamp for code, stamp in stamps.items()))
    assert aged[-1] == 4
    assert len(set(aged)) > 3


def test_a_void_tag_is_gone_at_once(client: FlaskClient, make: Builder) -> None:
    tag = make.tag()
    assert client.get(f"/t/{tag.code}").status_code == 200
    codes.void(tag, at=NOON)
    db.session.commit()
    assert client.get(f"/t/{tag.code}").status_code == 404


def test_a_seen_page_is_not_sent_again(client: FlaskClient, make: Builder) -> None:
    address = f"/t/{make.tag().code}"
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" in again.headers


def test_what_is_sent_packed_is_the_same_page(client: FlaskClient, make: Builder) -> None:
    address = f"/t/{make.tag().code}"
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == client.get(address).data


def test_staff_never_get_the_kept_page_nor_leave_theirs(
    client: FlaskClient, technician: FlaskClient, make: Builder
) -> None:
    address = f"/t/{make.tag().code}"
    assert "Check this room" in technician.get(address).text
    assert "Check this room" not in client.get(address).text
    assert "Check this room" in technician.get(address).text
    assert "Check this room" not in client.get(address).text


def test_every_answer_bears_the_security_headers(client: FlaskClient, make: Builder) -> None:
    address = f"/t/{make.tag().code}"
    for _ in range(2):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-cache"


def test_first_view_is_light(client: FlaskClient, make: Builder) -> None:
    """Page, style and pictures together stay under 30 KB over the wire."""
    tag = make.tag()
    for _ in range(8):
        make.equipment(room=tag.room)
    packed = {"Accept-Encoding": "gzip"}
    page = client.get(f"/t/{tag.code}", headers=packed)
    html = gzip.decompress(page.data).decode()
    assets = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    weight = len(page.data)
    for address in assets:
        with client.get(address, headers=packed) as answer:
            weight += len(answer.data)
    assert any("app.css" in address for address in assets)
    assert weight < 30_000


def test_the_page_is_kept_once_a_language_not_once_a_header(
    client: FlaskClient, make: Builder, statements: list[str]
) -> None:
    code = make.tag().code
    client.get(f"/t/{code}", headers={"Accept-Language": "en-GB"})
    statements.clear()
    for n, written in enumerate((code.lower(), grouped(code))):
        for said in (f"en-GB,en;q=0.{n}", f"xx-{n},en-GB;q=0.5", "en-gb"):
            client.get(f"/t/{written}", headers={"Accept-Language": said})
    assert not statements, "the driver alone is asked for the version"
    assert "AM" in client.get(f"/t/{code}", headers={"Accept-Language": "en-US"}).text
    assert "08:00" in client.get(f"/t/{code}", headers={"Accept-Language": "en-GB"}).text


def test_only_so_much_is_kept(
    app: Flask, client: FlaskClient, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: Any = app.wsgi_app
    address = f"/t/{make.tag().code}"
    client.get(address)
    room_for_two = kept._bytes * 5 // 2
    monkeypatch.setattr(lane, "MOST_BYTES", room_for_two)
    codes = [make.tag().code for _ in range(4)]
    for code in codes * 2:
        client.get(f"/t/{code}")
    assert {key[0] for key in kept._kept} == set(codes[-2:])
    assert kept._bytes == sum(each.size for each in kept._kept.values()) <= room_for_two


@pytest.mark.parametrize("header", ["gzip;q=0", "identity", "", "br, gzip;q=0.0, *;q=0.5"])
def test_who_can_not_unpack_gets_it_plain(client: FlaskClient, make: Builder, header: str) -> None:
    answer = client.get(f"/t/{make.tag().code}", headers={"Accept-Encoding": header})
    assert "Content-Encoding" not in answer.headers
    assert "<!doctype html>" in answer.text.lower()


@pytest.mark.sqlite  # the tables that it takes away are its own
def test_without_a_database_the_page_says_so(guarded: Flask) -> None:
    db.drop_all()
    answer = guarded.test_client().get(f"/t/{with_check('7K3QX9MP2TA')}")
    assert answer.status_code == 503
    assert "We are busy for a moment" in answer.text


@pytest.mark.parametrize("header", [("Cache-Control", "no-store"), ("Set-Cookie", "a=b")])
def test_what_is_for_one_person_is_not_kept_and_every_answer_is_closed(
    app: Flask, make: Builder, header: tuple[str, str]
) -> None:
    said = count()
    closed: list[int] = []

    class Answer(list[bytes]):
        def close(self) -> None:
            closed.append(1)

    def program(_environ: Any, start: Any) -> Any:
        start("200 OK", [header])
        return Answer([str(next(said)).encode()])

    ask = Client(lane.Lane(app, program))
    address = f"/t/{make.tag().code}"
    first, second = (ask.get(address, buffered=True).text for _ in range(2))
    assert first != second
    assert len(closed) == next(said)


def test_what_is_kept_is_answered_while_the_process_works_on_something_else(
    app: Flask, make: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: Any = app.wsgi_app
    tag, works, may_end = f"/t/{make.tag().code}", Event(), Event()

    def slow(environ: Any, start: Any) -> Any:
        if environ["PATH_INFO"] == "/slow":
            works.set()
            may_end.wait(30)
        return app.__class__.wsgi_app(app, environ, start)

    monkeypatch.setattr(kept, "long_way", Patience(slow, most_bytes=1, behind_proxy=False))
    first = Client(kept).get(tag, buffered=True)
    with ThreadPoolExecutor(2) as others:
        other = others.submit(Client(kept).get, "/slow", buffered=True)
        try:
            assert works.wait(30)
            again = others.submit(Client(kept).get, tag, buffered=True).result(timeout=10)
            assert again.data == first.data
            assert not other.done()
        finally:
            may_end.set()


def test_of_many_who_scan_at_one_moment_the_first_makes_the_page_for_all(
    app: Flask, make: Builder
) -> None:
    made = count()

    def program(_environ: Any, start: Any) -> Any:
        sleep(0.05)
        start("200 OK", [])
        return [str(next(made)).encode()]

    ask, address = Client(lane.Lane(app, program)), f"/t/{make.tag().code}"
    with ThreadPoolExecutor(6) as many:
        answers = {each.result().text for each in [many.submit(ask.get, address) for _ in "123456"]}
    assert answers == {"0"}
