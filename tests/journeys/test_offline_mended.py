"""What waits under "needs attention" is put right, compared, or removed by a second tap."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.checks.models import Check, Finding, ItemKind, Scope
from app.equipment.models import Equipment, EquipmentModel, Spare, SpareStock, TypeSymptom
from app.equipment.stock.service import Act, take_out
from app.extensions import db
from app.faults.models import Effect, Fault
from app.people.models import Person
from app.photos import service as photos
from app.places.models import Room
from app.places.queries import with_place
from tests.browsers import Browsers, axe, fits
from tests.builders import NOON
from tests.journeys.walks import MAKE, Walk, without_signal
from tests.photos.corpus import drawn, saved
from tests.servers import Server

KEEPS = re.compile("browser .*(keep|space)")


@pytest.fixture
def walk(server: Server, visit: Browsers) -> Walk:
    """A technician before the walk, with signal."""
    return Walk(server, visit)


def _findings(walk: Walk) -> list[tuple[int | None, int | None, float | None]]:
    with walk.server.rows():
        rows = db.session.execute(
            select(Finding.equipment_id, Finding.item_id, Finding.reading)
            .join(Check, Check.id == Finding.check_id)
            .where(Check.room_id.in_(walk.keys))
            .order_by(Finding.id)
        )
        return [(unit, item, reading) for unit, item, reading in rows]


def _retire(walk: Walk, unit: int, at: datetime | None) -> None:
    with walk.server.rows():
        db.session.get_one(Equipment, unit).retired_at = at


def test_a_service_of_the_room_itself_is_made_without_signal(walk: Walk) -> None:
    with walk.server.rows():
        plan = MAKE.job_plan(room_id=walk.keys[0], name="Room", scope=Scope.SERVICE, items=0)
        MAKE.check_item(job_plan=plan, text="The door shuts by itself")
        warmth = MAKE.check_item(
            job_plan=plan, text="Warmth", kind=ItemKind.NUMBER, unit="°C", maximum=26
        )
        gauge = photos.keep(photos.clean(saved(drawn((60, 40)), "JPEG")), at=NOON)
        warmth.picture_id = gauge.id
        warmth_id = warmth.id
        beamer_row = db.session.get_one(Equipment, walk.units[0])
        model = db.session.get_one(EquipmentModel, beamer_row.model_id)
        dark = MAKE.symptom(label="It stays dark")
        db.session.add(TypeSymptom(type_id=model.type_id, symptom_id=dark.id, position=0))
        word = dark.id
    walk.take()
    browser = walk.page.context.new_cdp_session(walk.page)
    browser.send("Network.clearBrowserCache")  # which may forget at any time
    with without_signal(walk) as page:
        page.goto(f"/T/{walk.codes[0]}")
        page.get_by_role("link", name="The full service with readings").click()
        expect(page.locator(".unit-check")).to_have_count(2)
        room, beamer = page.locator(".unit-check").all()
        expect(room).to_contain_text("The room itself")
        room.get_by_text("All fine here").click()
        beamer.get_by_text("Problem").click()
        beamer.get_by_role("radio", name="It stays dark").check()
        beamer.get_by_role("radio", name="The room can't be used").check()
        page.get_by_role("button", name="Save on this phone").click()
        expect(page.locator("[data-errors]")).to_contain_text("reading")
        axe(page)
        fits(page)
        page.get_by_text("How it is done").click()
        expect(page.get_by_alt_text("Picture of: Warmth")).to_have_js_property("naturalWidth", 60)
        page.get_by_label("Warmth", exact=False).first.fill("21.5")
        walk.save()
    walk.sent(1)

    found = [(None, None, None), (None, warmth_id, 21.5), (walk.units[0], None, None)]
    assert _findings(walk) == found
    with walk.server.rows():
        asked = select(Fault.symptom_id, Fault.effect).where(Fault.room_id == walk.keys[0])
        assert tuple(db.session.execute(asked).one()) == (word, Effect.ROOM_DOWN)


def test_what_was_refused_is_put_right_or_removed_by_a_second_tap(walk: Walk) -> None:
    walk.take()
    with without_signal(walk) as page:
        for number in (0, 1):
            walk.answer(number)
            walk.save()
        for unit in walk.units:
            _retire(walk, unit, datetime.now(UTC))
    page.goto("/offline/queue")
    stuck = page.locator(".offline-item--attention")
    expect(stuck).to_have_count(2)
    expect(page.locator("main")).to_contain_text(KEEPS)
    axe(page)
    fits(page)
    for unit in walk.units:
        _retire(walk, unit, None)
    stuck.first.get_by_role("link", name="Open it and put it right").click()
    expect(page.get_by_role("radio", name="All fine here")).to_be_checked()
    page.get_by_label("Anything else?").fill("Put right")
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
    page.goto("/offline/queue")
    expect(stuck).to_have_count(1)
    expect(page.locator("li", has_text="The server has it.")).to_have_count(1)
    stuck.get_by_text("Remove it from this phone").click()
    expect(stuck).to_have_count(1)
    stuck.get_by_role("button", name="Remove it for good").click()
    expect(stuck).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Nothing waits: all")).to_be_visible()
    walk.visit.expect(page, "409 for fetch")

    assert [room for room, _grade in walk.stored()] == [walk.keys[0]]


def test_a_part_that_is_not_there_any_more_is_told_and_put_right(walk: Walk) -> None:
    with walk.server.rows():
        beamer, me = db.session.get_one(Equipment, walk.units[0]), walk.person
        spare = Spare(model_id=beamer.model_id, name="Lamp")
        room = db.session.get_one(Room, walk.keys[0], options=with_place())
        stock = SpareStock(spare=spare, site=room.building.site, place="Shelf 3", count=2)
        db.session.add(stock)
        db.session.flush()
        lamps = stock.id
    walk.take()
    with without_signal(walk) as page:
        walk.answer(0)
        page.get_by_text("Used a part?").click()
        field = page.get_by_label("How many: Lamp")
        expect(field).to_have_accessible_description("2 in stock · Shelf 3")
        field.fill("two")
        page.get_by_role("button", name="Save on this phone").click()
        expect(page.locator("[data-errors]")).to_contain_text("Enter a whole number, at most 9999.")
        axe(page)
        fits(page)
        field.fill("2")
        walk.save()
        with walk.server.rows():
            kept, by = db.session.get_one(SpareStock, lamps), db.session.get_one(Person, me)
            take_out(kept, 1, Act(by, NOON, "another"))
    page.goto("/offline/queue")
    stuck = page.locator(".offline-item--attention")
    expect(stuck).to_contain_text("Lamp: There is only 1.")
    stuck.get_by_role("link", name="Open it and put it right").click()
    expect(field).to_have_value("2")
    field.fill("1")
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
    walk.sent(1)
    walk.visit.expect(page, "409 for fetch")

    assert [room for room, _grade in walk.stored()] == [walk.keys[0]]
    with walk.server.rows():
        assert db.session.get_one(SpareStock, lamps).count == 0


KEY_OF_WHAT_WAITS = """() => new Promise((resolve, reject) => {
  const asked = indexedDB.open("roomworthy");
  asked.onerror = reject;
  asked.onsuccess = () => {
    const all = asked.result.transaction("queue").objectStore("queue").getAllKeys();
    all.onsuccess = () => { asked.result.close(); resolve(all.result[0]); };
  };
})"""


def test_another_check_under_the_same_key_is_shown_beside_the_one_that_is_stored(
    walk: Walk,
) -> None:
    walk.take()
    with without_signal(walk) as page:
        walk.answer(0)
        walk.save()
        key = page.evaluate(KEY_OF_WHAT_WAITS)
        with walk.server.rows():
            unit, me = db.session.get_one(Equipment, walk.units[0]), walk.person
            room = db.session.get_one(Room, walk.keys[0])
            stored = MAKE.check(room=room, person=db.session.get_one(Person, me), key=key)
            MAKE.finding(check=stored, equipment=unit, note="Dusty")
    page.goto("/offline/queue")
    beside = page.locator(".offline-beside")
    expect(beside).to_contain_text("Stored before")
    expect(beside.locator(".offline-beside__side").nth(0)).to_contain_text("Beamer: Fine")
    expect(beside.locator(".offline-beside__side").nth(1)).to_contain_text("Dusty")
    axe(page)
    fits(page)
    page.get_by_role("link", name="send it as another check").click()
    walk.tick(0)
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
    walk.sent(1)
    walk.visit.expect(page, "409 for fetch")

    assert len(walk.stored()) == 2


def test_two_pages_that_began_with_one_draft_are_two_checks(walk: Walk) -> None:
    walk.take()
    with without_signal(walk) as page:
        walk.answer(0)
        page.wait_for_timeout(200)
        other = page.context.new_page()
        other.goto(f"/T/{walk.codes[0]}")
        expect(other.get_by_role("radio", name="All fine here")).to_be_checked()
        other.get_by_label("Anything else?").fill("From the other page")
        walk.save()
        other.get_by_role("button", name="Save on this phone").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
        other.close()
    walk.sent(2)

    assert len(walk.stored()) == 2
