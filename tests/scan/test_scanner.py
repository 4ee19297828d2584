"""The camera in the page of the day asks what stands behind each tag that it reads."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import Check, Grade
from app.checks.rounds import service as rounds
from app.codes.models import Tag, TagState
from app.extensions import db
from tests.builders import NOON, Builder
from tests.checks.test_rounds import made
from tests.conftest import signed_in_client
from tests.pages import fetch, read
from tests.promises import exposed

HERE = "HTTPS://ROOMS.EXAMPLE.EDU/T/"
QUOTE = '"'
LONG_AGO = NOON - timedelta(days=40)


@pytest.fixture(autouse=True)
def _at_noon(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)


def ask(client: FlaskClient, **query: str) -> str:
    """The card of what was read or typed."""
    answer = client.get("/scanned", query_string=query)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def check_address(card: str) -> str:
    before, _, after = card.partition("/check")
    return f"{before.rpartition(QUOTE)[2]}/check{after.partition(QUOTE)[0]}"


def log(client: FlaskClient, card: str) -> Check:
    page = fetch(client, check_address(card))
    answer = page.form(button="Log this check").send({"unit-room": "pass"})
    assert answer.status_code == 303, read(answer).text
    return db.session.scalars(select(Check)).one()


def test_what_the_camera_read_off_the_paper_is_a_scan(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(name="2.14", last_checked_at=LONG_AGO))
    card = ask(technician, text=HERE + tag.code)
    assert "2.14" in card
    assert "Overdue" in card
    assert "Typed" not in card
    assert log(technician, card).grade == Grade.SCANNED


@pytest.mark.parametrize("address", ["", "HTTPS://ROOMS.EXAMPLE.EDU/T/"])
def test_what_was_typed_is_no_scan(technician: FlaskClient, make: Builder, address: str) -> None:
    tag = make.tag(room=make.room(name="2.14"))
    card = ask(technician, code=address + tag.code)
    assert "Typed, not scanned" in card
    assert log(technician, card).grade == Grade.PRESENTED


def test_a_link_in_small_letters_is_no_printed_address(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room())
    card = ask(technician, text=f"https://rooms.example.edu/t/{tag.code}")
    assert "Typed, not scanned" in card
    assert log(technician, card).grade == Grade.PRESENTED


def test_a_tag_that_comes_back_into_the_list_keeps_its_scan_and_gets_no_new_one(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room())
    card = ask(technician, text=HERE + tag.code)
    scan = card.partition('data-scan="')[2].partition('"')[0]
    assert scan
    assert f'data-scan="{scan}"' in ask(technician, code=tag.code, scan=scan)
    assert 'data-scan=""' in ask(technician, code=tag.code)


def test_the_card_says_how_the_room_stands_to_the_day(
    technician: FlaskClient, make: Builder
) -> None:
    for name, checked, word in (
        ("1", LONG_AGO, "Overdue"),
        ("2", NOON - timedelta(hours=1), "Checked today"),
        ("3", NOON - timedelta(days=2), "Not due"),
    ):
        tag = make.tag(room=make.room(name=name, last_checked_at=checked))
        assert word in ask(technician, text=HERE + tag.code)


def test_whoever_walks_a_round_reads_whether_the_room_is_in_it(app: Flask, make: Builder) -> None:
    ada = make.person()
    inside, outside = make.tag(room=make.room()), make.tag(room=make.room())
    walk = made(make, [inside.home], ada)
    rounds.start(walk, ada, at=NOON)
    db.session.commit()
    phone = signed_in_client(app, ada)
    assert "In your round" in ask(phone, text=HERE + inside.code)
    assert "Not in your round" in ask(phone, text=HERE + outside.code)


def test_a_blank_tag_offers_to_be_claimed(technician: FlaskClient, make: Builder) -> None:
    tag = make.tag(room=None)
    assert f'href="/t/{tag.code}/claim"' in ask(technician, text=HERE + tag.code)


def test_void_and_unknown_codes_are_told_the_same(technician: FlaskClient, make: Builder) -> None:
    void = make.tag(room=make.room(), state=TagState.VOID)
    cards = {ask(technician, text=HERE + each) for each in (void.code, "7K3QX9MP2TA4")}
    assert len(cards) == 1
    assert "No room answers to this code" in cards.pop()


def test_another_roomworthy_is_told_by_its_name_and_not_opened(
    technician: FlaskClient, make: Builder
) -> None:
    tag = make.tag(room=make.room(name="2.14"))
    for text in (f"HTTPS://OTHER.EXAMPLE/T/{tag.code}", f"HTTPS://A@OTHER.EXAMPLE/T/{tag.code}"):
        card = ask(technician, text=text)
        assert "It leads to other.example, not here" in card
        assert "2.14" not in card
        assert "href" not in card


def test_older_paper_with_another_address_is_still_ours(
    technician: FlaskClient, make: Builder
) -> None:
    tag: Tag = make.tag(room=make.room(name="2.14"), address="https://old.example.edu")
    assert "2.14" in ask(technician, text=f"HTTPS://OLD.EXAMPLE.EDU/T/{tag.code}")


def test_only_the_reader_of_codes_may_compile(client: FlaskClient, technician: FlaskClient) -> None:
    said = {}
    for name in ("decoder", "scanner"):
        with client.get(f"/static/js/scanner/{name}.js") as answer:
            said[name] = answer.headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in said["decoder"]
    assert "unsafe" not in said["scanner"]
    assert not exposed(dict(technician.get("/today").headers))
