"""A manager makes a round of what is due, a technician walks it by tapping, the manager sees it."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from app import clock
from app.people.models import Role
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.servers import Server

LONG_AGO = timedelta(days=30)
ROOMS = ("G.9", "G.10", "1.1", "1.2")


def look(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
        fits(page)


def test_a_round_goes_from_the_manager_over_three_rooms_and_back(
    visit: Browsers, server: Server
) -> None:
    with server.rows() as make:
        boss, ada = make.person(role=Role.MANAGER), make.person(name="Ada")
        desk, phone = visit(DESK), visit(PHONE)
        visit.sign_in(desk, server.session_of(boss))
        visit.sign_in(phone, server.session_of(ada))
        ground = make.floor(label="G", position=0)
        first = make.floor(building=ground.building, label="1", position=1)
        late = clock.now() - LONG_AGO
        for name in ROOMS:
            floor = ground if name.startswith("G") else first
            room = make.room(name=name, floor=floor, last_checked_at=late)
            make.tag(room=room)

    desk.goto("/today")
    desk.get_by_role("link", name="New round").click()
    expect(desk.get_by_label("Who walks it?")).to_be_visible()
    look(desk)
    desk.get_by_label("Who walks it?").select_option("Ada")
    desk.get_by_role("button", name="Make this round").click()
    expect(desk.get_by_text("0 of 4 done")).to_be_visible()

    phone.goto("/today")
    look(phone)
    phone.get_by_role("button", name="Start this round").tap()
    for name in ROOMS[:3]:
        onward = phone.get_by_role("link", name=f"Next: {name}", exact=True)
        onward.tap()
        expect(phone.get_by_role("heading", level=1)).to_have_text(name)
        look(phone)
        phone.get_by_role("link", name="Check this room").tap()
        phone.get_by_text("All fine").first.tap()
        phone.get_by_role("button", name="Log this check").tap()
        expect(phone.get_by_text("Logged:")).to_be_visible()
    look(phone)
    phone.get_by_role("link", name="Room check, due this week").tap()
    expect(phone.get_by_text("3 of 4 done")).to_be_visible()
    look(phone)

    desk.goto("/today")
    expect(desk.get_by_text("3 of 4 done")).to_be_visible()
    expect(desk.get_by_text("Ada · today")).to_be_visible()
    look(desk)

    phone.get_by_role("link", name="Skip 1.2").tap()
    phone.get_by_text("It is locked").tap()
    expect(phone.get_by_role("button", name="Skip this room")).to_be_visible()
    look(phone)
    phone.get_by_role("button", name="Skip this room").tap()
    expect(phone.get_by_text("3 of 4 done · 1 skipped")).to_be_visible()
    desk.goto("/rounds")
    expect(desk.get_by_role("row", name="Ended")).to_contain_text("1 skipped")
    look(desk)
