"""A promise kept in words: told in three taps, that it may slip before it does, until it works.

At phone size, with script and without, in English and in a language that runs from right to left.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults import jobs, service
from app.faults.models import Fault, FaultState, Promise, Report, Restoration, Stage
from app.faults.promises.reached import Step
from app.notices import jobs as notices
from tests import databases
from tests.browsers import PHONE, Browsers, axe, fits
from tests.builders import Builder
from tests.journeys.hands import Hands
from tests.journeys.mirrors import HEBREW, Hours, mirrored, speaking
from tests.notices.receivers import MailServer, mail_server
from tests.servers import Server

MONDAY = datetime(2027, 3, 1, 10, tzinfo=UTC)
MAKE = Builder()
"""One for all journeys of this file, as they share the server."""
Said = Callable[[str], str]
FIRST_IS_LEFT = """() => {
    const name = document.createTreeWalker(document.querySelector("h1"), NodeFilter.SHOW_TEXT);
    while (name.nextNode() && !name.currentNode.data.trim());
    const [range, at] = [document.createRange(), name.currentNode.data.indexOf("-")];
    const left = (from) => {
        range.setStart(name.currentNode, from);
        range.setEnd(name.currentNode, from + 1);
        return range.getBoundingClientRect().left;
    };
    return left(at) < left(at + 1);
}"""
"""Whether the room's name, a number below zero, reads as it is written on the door."""


@dataclass(frozen=True)
class World:
    """The program, its clock, and the mail that it sends."""

    server: Server
    hours: Hours
    mailbox: MailServer

    def sweep(self) -> list[str]:
        """What the worker does each minute; the subjects of the mail that came of it."""
        before = len(self.mailbox.mails)
        with self.server.rows():
            jobs.sweep()
            notices.sweep()
        return [str(each["Subject"]) for each in self.mailbox.mails[before:]]

    def move(self, fault_id: int, state: FaultState) -> None:
        """What somebody of the staff says of the fault."""
        with self.server.rows():
            fault = db.session.get_one(Fault, fault_id)
            how = Step(restoration=Restoration.REPAIR)
            by = MAKE.person(name="Ada")
            service.move(fault, state, by=by, note="", at=clock.now(), how=how)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, journeys_database: str) -> Iterator[World]:
    """One program for the file, in this process, as its clock is put on."""
    if journeys_database:
        databases.with_tables(journeys_database)
    with (
        mail_server() as mailbox,
        speaking(
            tmp_path_factory.mktemp("served"),
            journeys_database,
            mail_host="127.0.0.1",
            mail_port=str(mailbox.port),
            mail_tls="none",
            mail_from="rooms@example.edu",
        ) as (server, hours),
    ):
        yield World(server, hours, mailbox)


@pytest.fixture(scope="module")
def server(world: World) -> Server:
    """What browsers open."""
    return world.server


def _look(page: Page, *, locale: str, script: bool) -> None:
    root = page.locator("html")
    expect(root).to_have_attribute("dir", "rtl" if locale == HEBREW else "ltr")
    if script:
        axe(page)
        fits(page)


def _room() -> str:
    dark = MAKE.symptom(code=f"DARK{MAKE.person().id}", label="No picture", self_help="")
    kind = MAKE.equipment_type(symptoms=(dark, MAKE.symptom(label="It hums")))
    tag = MAKE.tag(room=MAKE.room(name=f"-1.{MAKE.person().id}"))
    MAKE.equipment(room=tag.room, model=MAKE.model(type=kind), name="Projector left")
    return tag.code


def _owed(fault_id: int) -> Promise:
    wanted = select(Promise).where(Promise.fault_id == fault_id, Promise.stage == Stage.ATTENDED)
    return db.session.scalars(wanted).one()


@pytest.mark.parametrize("locale", ["en", HEBREW])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_scan_to_the_promise_and_told_before_it_slips(
    visit: Browsers, world: World, locale: str, script: bool
) -> None:
    say: Said = mirrored if locale == HEBREW else str
    world.hours.be(MONDAY)
    with world.server.rows():
        code = _room()
    page, hands = visit(PHONE, script=script, locale=locale), Hands()

    def look() -> None:
        _look(page, locale=locale, script=script)

    page.goto(f"/t/{code}")
    look()
    assert page.evaluate(FIRST_IS_LEFT), "a minus before a number has gone behind it"
    hands.tap(page.get_by_role("link", name="Projector left"))
    look()
    hands.tap(page.locator("label", has_text="No picture"))
    hands.tap(page.locator(".dock").get_by_role("button", name=say("Send")))
    promise = page.locator(".plate__sentence")
    expect(promise).to_contain_text(say("Someone will be with you"))
    assert (hands.taps, hands.fields) == (3, 0)
    look()
    secret = page.url.rpartition("/")[2]
    with world.server.rows():
        wanted = select(Report.fault_id).where(Report.secret == secret)
        fault_id = db.session.scalars(wanted).one()

    neighbour = visit(PHONE, script=script, locale=locale)
    neighbour.goto(f"/t/{code}")
    neighbour.get_by_role("link", name="Projector left").tap()
    neighbour.get_by_role("button", name=say("It happens to me too")).tap()
    expect(neighbour.locator(".fact", has_text=f"2 {say('reports')}")).to_be_visible()

    _follow(page, world, f"visitor{fault_id}@example.edu", say)
    look()
    _told_before_it_slips(page, world, fault_id, say)
    look()
    _mended_twice(page, world, fault_id, say)
    look()


def _follow(page: Page, world: World, address: str, say: Said) -> None:
    """Leave an address, and confirm it by the address in the mail that comes."""
    page.get_by_text(say("Tell me by e-mail")).tap()
    page.get_by_label(say("Your e-mail address")).fill(address)
    page.get_by_role("button", name=say("Tell me"), exact=True).tap()
    expect(page.locator("#follow")).to_contain_text("v…@e…")
    assert world.sweep()
    content = world.mailbox.mails[-1].get_body(("plain",))
    assert content
    link = re.search(r"/f/confirm/[\w-]+", content.get_content())
    assert link
    page.goto(link[0])
    page.get_by_role("button", name=say("Yes, tell me")).tap()
    expect(page.locator("#follow")).to_contain_text("v…@e…")


def _told_before_it_slips(page: Page, world: World, fault_id: int, say: Said) -> None:
    with world.server.rows():
        owed = _owed(fault_id)
        warn_at, due_at = owed.warn_at, owed.due_at
    slip = {say("it may take longer than we said"), "it may take longer than we said"}
    world.hours.be(warn_at - timedelta(minutes=1))
    assert not world.sweep()
    world.hours.be(due_at - timedelta(minutes=2))
    subjects = world.sweep()
    assert world.hours.now() < due_at
    assert len([each for each in subjects if any(line in each for line in slip)]) == 1
    assert world.mailbox.receivers[-1] == f"visitor{fault_id}@example.edu"
    page.reload()
    expect(page.locator(".timeline")).to_contain_text(say("It may take longer"))


def _mended_twice(page: Page, world: World, fault_id: int, say: Said) -> None:
    plate = page.locator(".plate__word")
    world.move(fault_id, FaultState.RESTORED)
    page.reload()
    expect(plate).to_have_text(say("Works again"))
    page.get_by_role("button", name=say("No, it is still broken")).tap()
    expect(plate).to_have_text(say("Open again"))
    expect(page.locator(".plate__sentence")).to_contain_text(say("Someone will be with you"))
    world.move(fault_id, FaultState.RESTORED)
    page.reload()
    page.get_by_text(say("Rate it from 1 to 5")).tap()
    page.get_by_text(say("5 – very well")).tap()
    page.get_by_label(say("In a sentence")).fill("So fast 🐝")
    page.locator("#rating").get_by_role("button", name=say("Send")).tap()
    expect(page.locator("#rating")).to_contain_text("So fast 🐝")
    page.get_by_role("button", name=say("Yes, it works again")).tap()
    expect(plate).to_have_text(say("Closed"))
    with world.server.rows():
        wanted = select(Report.rating).where(Report.fault_id == fault_id)
        assert 5 in db.session.scalars(wanted).all()
