"""A round is taken along, walked without signal, sent on return: nothing lost, nothing twice."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Route, expect
from sqlalchemy import select

from app.checks.models import Check, CheckPhoto
from app.equipment.models import Equipment
from app.extensions import db
from tests.browsers import Browsers, axe, fits
from tests.journeys.walks import NO_SIGNAL, SEND, Walk, without_signal
from tests.servers import Server


@pytest.fixture
def walk(server: Server, visit: Browsers) -> Walk:
    """A technician before the walk, with signal."""
    walk = Walk(server, visit)
    walk.take()
    return walk


def test_two_rooms_checked_without_signal_are_two_checks_whatever_happens_to_the_page(
    walk: Walk,
) -> None:
    with without_signal(walk) as page:
        walk.answer(0)
        axe(page)
        fits(page)
        page.get_by_label("Photos of what you saw").set_input_files(_photo(walk.server.data))
        expect(page.get_by_text("Photo 1,")).to_be_visible()
        walk.save()
        walk.answer(1, at_tag=False)
        walk.save()
        axe(page)
        page.reload()
        walk.page = page.context.new_page()
        page.close()
        walk.page.goto("/offline/queue")
        expect(walk.page.get_by_text("2 checks are only on this phone.").first).to_be_visible()
        axe(walk.page)
        fits(walk.page)
    walk.sent(2)

    assert walk.stored() == [(walk.keys[0], 1), (walk.keys[1], 0)]
    with walk.server.rows():
        of_first = select(CheckPhoto).join(Check).where(Check.room_id == walk.keys[0])
        assert len(db.session.scalars(of_first).all()) == 1


def _photo(folder: Path) -> Path:
    path = folder / "photo.jpg"
    Image.new("RGB", (64, 48), "teal").save(path)
    return path


def test_a_page_read_anew_before_it_was_saved_has_its_answers_still(walk: Walk) -> None:
    with without_signal(walk) as page:
        walk.answer(0)
        page.get_by_label("Anything else?").fill("Quiet here")
        page.wait_for_timeout(200)
        page.reload()
        expect(page.get_by_label("Anything else?")).to_have_value("Quiet here")
        expect(page.get_by_role("radio", name="All fine here")).to_be_checked()
        walk.save()
    walk.sent(1)

    assert len(walk.stored()) == 1


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_kept(walk: Walk) -> None:
    with without_signal(walk) as page:
        page.goto(f"/t/{walk.codes[0]}/check")
        expect(page.get_by_text("is recorded as done by Kim Ode")).to_be_visible()
        page.get_by_role("link", name="The full service with readings").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Service of {walk.names[0]}")
        page.get_by_role("button", name="Save on this phone").click()
        expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
        axe(page)
        page.goto("/offline/queue")
        expect(page.get_by_text("Nothing waits: all")).to_be_visible()


def test_a_page_that_goes_while_it_sends_leaves_nothing_behind_and_nothing_twice(
    walk: Walk,
) -> None:
    with without_signal(walk) as page:
        for number in (0, 1):
            walk.answer(number)
            walk.save()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route(SEND, hold)
        walk.signal(True)
        for _ in range(50):
            if held:
                break
            page.wait_for_timeout(100)
        assert held
        page.reload()
        page.unroute(SEND)
    walk.sent(2)

    assert len(walk.stored()) == 2


def test_what_the_server_refuses_waits_with_its_sentence_and_the_rest_is_sent(
    walk: Walk, tmp_path: Path
) -> None:
    with without_signal(walk) as page:
        for number in (0, 1):
            walk.answer(number)
            walk.save()
        with walk.server.rows():
            db.session.get_one(Equipment, walk.units[0]).retired_at = datetime.now(UTC)
    page.goto("/offline/queue")
    expect(page.get_by_text("Beamer is no longer in this room").first).to_be_visible()
    expect(page.locator("li", has_text="The server has it.")).to_have_count(1)
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save it as a file").click()
    waiting.value.save_as(tmp_path / "checks.json")
    (kept,) = json.loads((tmp_path / "checks.json").read_text())["checks"]
    walk.visit.expect(page, "409 for fetch")

    assert kept["message"]["room"] == walk.keys[0]
    assert [room for room, _grade in walk.stored()] == [walk.keys[1]]


def test_what_waits_is_said_on_the_day_and_sent_from_there(walk: Walk) -> None:
    with without_signal(walk) as page:
        walk.answer(0)
        walk.save()
        page.route(SEND, lambda route: route.abort())
    page.goto("/today")
    expect(page.locator("[data-waiting]")).to_contain_text("1 check is only on this phone.")
    axe(page)
    page.unroute(SEND)
    page.reload()
    expect(page.locator("[data-waiting]")).to_be_hidden()
    walk.visit.expect(page, NO_SIGNAL)

    assert len(walk.stored()) == 1


def test_signing_out_while_a_check_waits_is_warned_of_and_keeps_it(walk: Walk) -> None:
    with without_signal(walk) as page:
        walk.answer(0)
        walk.save()
        page.route(SEND, lambda route: route.abort())
    page.goto("/today")
    page.get_by_text("More").click()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign out?")
    axe(page)
    assert page.evaluate("caches.has('taken-along')")
    page.get_by_role("button", name="Sign out, keep them here").click()
    page.wait_for_url("**/")
    assert not page.evaluate("caches.has('taken-along')")
    page.goto("/offline")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was taken along")
    expect(page.locator("[data-status-words]")).to_contain_text("1 check is only on this phone")
    page.unroute(SEND)
    walk.sign_in_again()
    walk.sent(1)
    walk.visit.expect(page, NO_SIGNAL)

    assert len(walk.stored()) == 1
