"""A fault is a promise: told in three taps, followed on one's own page until it works."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults import service
from app.faults.models import Fault, FaultState, Follower, Report, Restoration
from app.faults.promises.reached import Step
from app.people.models import Person
from tests.browsers import PHONE, Browsers, axe, fits
from tests.builders import Builder
from tests.journeys.hands import Hands
from tests.servers import Server

MAKE = Builder()
"""One for all journeys of this file, as they share the server."""


def _room(server: Server) -> Tag:
    """A tagged room with a projector that has two symptoms."""
    with server.rows():
        other = db.session.scalars(
            select(Equipment)
            .where(Equipment.name == "Projector left")
            .options(joinedload(Equipment.model))
        ).first()
        if other is None:
            dark = MAKE.symptom(code="DARK", label="No picture", self_help="Push the cable in.")
            kind = MAKE.equipment_type(symptoms=(dark, MAKE.symptom(label="It hums")))
            model = MAKE.model(type=kind)
        else:
            model = other.model
        tag = MAKE.tag()
        MAKE.equipment(room=tag.room, model=model, name="Projector left")
        return tag


def _moved(server: Server, state: FaultState) -> None:
    with server.rows():
        fault = db.session.scalars(select(Fault).order_by(Fault.id.desc())).first()
        ada = db.session.scalars(select(Person)).first() or MAKE.person(name="Ada")
        assert fault is not None
        how = Step(restoration=Restoration.REPAIR)
        service.move(fault, state, by=ada, note="", at=clock.now(), how=how)


def _looked_at(page: Page, *, script: bool) -> None:
    if script:
        axe(page)
        fits(page)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_three_taps_from_the_scan_to_the_promise_then_told_until_it_works(
    visit: Browsers, server: Server, script: bool
) -> None:
    tag, taps = _room(server), []
    page = visit(PHONE, script=script)
    page.goto(f"/t/{tag.code}")
    _looked_at(page, script=script)

    def tap(what: str, found: Locator) -> None:
        found.tap()
        taps.append(what)

    tap("what", page.get_by_role("link", name="Projector left"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Projector left")
    _looked_at(page, script=script)
    tap("symptom", page.locator("label", has_text="No picture"))
    tap("send", page.get_by_role("button", name="Send"))
    promise = page.locator(".plate__sentence")
    expect(promise).to_contain_text("Someone will be with you")
    assert taps == ["what", "symptom", "send"]
    _looked_at(page, script=script)
    own = page.url

    neighbour = visit(PHONE, script=script)
    neighbour.goto(f"/t/{tag.code}")
    neighbour.get_by_role("link", name="Projector left").tap()
    neighbour.get_by_role("button", name="It happens to me too").tap()
    expect(neighbour.locator(".fact", has_text="2 reports")).to_be_visible()
    assert neighbour.url != own

    _moved(server, FaultState.RESTORED)
    page.reload()
    expect(page.locator(".plate__word")).to_have_text("Works again")
    _looked_at(page, script=script)
    page.get_by_role("button", name="No, it is still broken").tap()
    expect(page.locator(".plate__word")).to_have_text("Open again")
    expect(promise).to_contain_text("Someone will be with you")

    _moved(server, FaultState.RESTORED)
    page.reload()
    page.get_by_text("Rate it from 1 to 5").tap()
    page.get_by_text("5 – very well").tap()
    page.get_by_label("In a sentence").fill("So fast 🐝")
    page.locator("#rating").get_by_role("button", name="Send").tap()
    expect(page.locator("#rating")).to_contain_text("So fast 🐝")
    page.get_by_role("button", name="Yes, it works again").tap()
    expect(page.locator(".plate__word")).to_have_text("Closed")
    _looked_at(page, script=script)
    with server.rows():
        assert db.session.scalars(
            select(Report.rating).where(Report.secret == own.rpartition("/")[2])
        ).one() == 5  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_button_at_the_thumb_is_no_longer_way(
    visit: Browsers, server: Server, script: bool
) -> None:
    tag, hands = _room(server), Hands()
    page = visit(PHONE, script=script)
    page.goto(f"/t/{tag.code}")
    hands.tap(page.get_by_role("link", name="Report a fault"))
    _looked_at(page, script=script)
    hands.tap(page.get_by_role("link", name="No picture"))
    _looked_at(page, script=script)
    hands.tap(page.locator(".dock").get_by_role("button", name="Send"))
    expect(page.locator(".plate__sentence")).to_contain_text("Someone will be with you")
    assert (hands.taps, hands.fields) == (3, 0)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_units_own_tag_leads_by_what_to_try_to_the_promise(
    visit: Browsers, server: Server, script: bool
) -> None:
    tag, hands = _room(server), Hands()
    with server.rows():
        unit = db.session.scalars(select(Equipment).where(Equipment.room_id == tag.room_id)).one()
        code = MAKE.tag(equipment=unit).code
    page = visit(PHONE, script=script)
    page.goto(f"/t/{code}")
    _looked_at(page, script=script)
    hands.tap(page.get_by_role("link", name="No picture"))
    expect(page.get_by_text("Push the cable in.")).to_be_visible()
    hands.tap(page.get_by_role("link", name="It didn't help: report"))
    hands.tap(page.locator(".dock").get_by_role("button", name="Send"))
    expect(page.locator(".plate__sentence")).to_contain_text("Someone will be with you")
    assert (hands.taps, hands.fields) == (3, 0)


def test_an_address_is_asked_confirmed_and_stopped(visit: Browsers, server: Server) -> None:
    with server.rows():
        report = MAKE.report(fault=MAKE.fault())
        secret = report.secret
    page = visit(PHONE)
    page.goto(f"/f/{secret}")
    page.get_by_text("Tell me by e-mail").tap()
    page.get_by_label("Your e-mail address").fill("visitor@example.edu")
    page.get_by_role("button", name="Tell me", exact=True).tap()
    expect(page.get_by_text("We have written to v…@e…")).to_be_visible()
    with server.rows():
        asked = db.session.scalars(select(Follower.secret)).one()
    page.goto(f"/f/confirm/{asked}")
    _looked_at(page, script=True)
    page.get_by_role("button", name="Yes, tell me").tap()
    expect(page.locator("#follow")).to_contain_text("v…@e… is told.")
    page.goto(f"/f/stop/{asked}")
    _looked_at(page, script=True)
    page.get_by_role("button", name="Stop these messages").tap()
    page.wait_for_url("**/f/stop/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stopped")
    _looked_at(page, script=True)
