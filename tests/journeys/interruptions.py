"""What can come between a check on a phone and its place in the database, one function each.

Each ends with signal again. Whatever `walk.save` saw the phone say is to be found afterwards.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from playwright.sync_api import Error, Route, expect

from app.equipment.models import Equipment
from app.extensions import db
from tests.journeys.walks import MAKE, SEND, Walk

NEW_RELEASE = """async () => {
  const workers = navigator.serviceWorker;
  const changed = new Promise((done) => workers.addEventListener("controllerchange", done));
  await workers.register("/sw.js?release=2", { scope: "/" });
  await changed;
  await new Promise((done, failed) => {
    const asked = indexedDB.open("roomworthy", 2);
    asked.onupgradeneeded = () => asked.result.createObjectStore("something new");
    asked.onsuccess = () => { asked.result.close(); done(); };
    asked.onerror = failed;
  });
}"""
"""A newer worker takes over, and a newer page's database, while an older page is open."""
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function () { this.transaction.abort(); };
  window.roomAgain = () => { IDBObjectStore.prototype.put = put; };
}"""
"""What a browser without space does with what it is told to keep."""
TEN_YEARS = 10 * 365 * 24 * 3600 * 1000
CLOCK = "const now = Date.now.bind(Date); Date.now = () => now() + {off};"


def opening(walk: Walk) -> None:
    """No signal when the tag is opened."""
    walk.signal(False)
    walk.answer(0)
    walk.save()
    walk.signal(True)


def in_the_form(walk: Walk) -> None:
    """Signal goes while the form is filled in, and comes back before it is saved."""
    walk.page.goto(f"/offline?room={walk.keys[0]}")
    walk.tick(0)
    walk.signal(False)
    walk.page.get_by_label("Anything else?").fill("Dark down here")
    walk.signal(True)
    walk.save()


def _end_tab(walk: Walk) -> None:
    """The tab goes without a word to its page; a killed browser is in test_offline_kept.py."""
    old = walk.page
    walk.page = old.context.new_page()
    old.close(run_before_unload=False)


def typing(walk: Walk) -> None:
    """The tab goes while somebody types: nothing was said yet, and what was typed is there."""
    walk.signal(False)
    walk.answer(0)
    walk.page.get_by_label("Anything else?").fill("Half a sen")
    walk.page.wait_for_timeout(300)
    _end_tab(walk)
    walk.page.goto(f"/T/{walk.codes[0]}")
    expect(walk.page.get_by_label("Anything else?")).to_have_value("Half a sen")
    expect(walk.page.get_by_role("radio", name="All fine here")).to_be_checked()
    walk.save()
    walk.signal(True)


def said(walk: Walk) -> None:
    """The tab goes right after it said that the check is saved."""
    walk.signal(False)
    walk.answer(0)
    walk.save()
    _end_tab(walk)
    walk.signal(True)


def full(walk: Walk) -> None:
    """The phone's storage is full: it says so, and keeps what it had."""
    walk.signal(False)
    walk.answer(0)
    walk.save()
    walk.answer(1)
    walk.page.evaluate(FULL)
    walk.page.get_by_role("button", name="Save on this phone").click()
    expect(walk.page.locator("[data-errors]")).to_contain_text("may be out of space")
    walk.page.evaluate("roomAgain()")
    walk.save()
    walk.signal(True)


def update(walk: Walk) -> None:
    """A new release comes while one check waits and the next one is being filled in."""
    walk.signal(False)
    walk.answer(0)
    walk.save()
    walk.answer(1)
    walk.page.route(SEND, lambda route: route.abort())
    walk.signal(True)
    walk.page.evaluate(NEW_RELEASE)
    walk.signal(False)
    walk.save()
    walk.page.unroute(SEND)
    walk.signal(True)


def signed_out(walk: Walk) -> None:
    """Somebody signs out while a check waits."""
    walk.signal(False)
    walk.answer(0)
    walk.save()
    walk.page.route(SEND, lambda route: route.abort())
    walk.signal(True)
    walk.page.goto("/today")
    walk.page.get_by_text("More").click()
    walk.page.get_by_role("button", name="Sign out").first.click()
    expect(walk.page.get_by_role("heading", level=1)).to_have_text("Sign out?")
    walk.page.get_by_role("button", name="Sign out, keep them here").click()
    walk.page.wait_for_url("**/")
    walk.page.unroute(SEND)
    walk.account()
    walk.sign_in_again()


def expired(walk: Walk) -> None:
    """The session has ended on return, and somebody else signs in first."""
    walk.signal(False)
    walk.answer(0)
    walk.save()
    walk.page.context.clear_cookies()
    walk.signal(True)
    walk.account()
    with walk.server.rows():
        other = walk.server.session_of(MAKE.person(name="Bo"))
    walk.visit.sign_in(walk.page, other)
    walk.account()
    expect(walk.page.get_by_text("It is sent when Kim Ode is signed in")).to_be_visible()
    walk.visit.sign_in(walk.page, walk.cookie)


def rejected(walk: Walk) -> None:
    """One check can't be taken any more; the other one is sent all the same."""
    walk.signal(False)
    for number in (0, 1):
        walk.answer(number)
        walk.save()
    with walk.server.rows():
        db.session.get_one(Equipment, walk.units[0]).retired_at = datetime.now(UTC)
    walk.signal(True)
    walk.page.goto("/offline/queue")
    expect(walk.page.get_by_text("Beamer is no longer in this room")).to_be_visible()
    expect(walk.page.locator("li", has_text="The server has it.")).to_have_count(1)
    walk.account()
    with walk.server.rows():
        db.session.get_one(Equipment, walk.units[0]).retired_at = None
    walk.page.get_by_role("button", name="Send now").click()
    expect(walk.page.locator("li", has_text="The server has it.")).to_have_count(2)


def _sent_through(walk: Walk, way: Callable[[Route], None]) -> None:
    walk.signal(False)
    walk.answer(0)
    walk.save()
    tried: list[Route] = []

    def through(route: Route) -> None:
        with suppress(Error):  # the page may have gone meanwhile
            way(route)
        tried.append(route)

    walk.page.route(SEND, through)
    walk.signal(True)
    for _ in range(400):
        if tried:
            break
        walk.page.wait_for_timeout(50)
    assert tried
    walk.account()
    walk.page.unroute(SEND)


def unanswered(walk: Walk) -> None:
    """The connection dies before the server has the check."""
    _sent_through(walk, lambda route: route.abort("connectionreset"))


def answer_lost(walk: Walk) -> None:
    """The server has stored the check, and its answer never comes."""

    def lose(route: Route) -> None:
        assert route.fetch().ok
        route.abort("connectionreset")

    _sent_through(walk, lose)


def clock(walk: Walk) -> None:
    """The phone's clock goes back by ten years between saving and sending."""
    walk.page.add_init_script(CLOCK.format(off=TEN_YEARS))
    walk.signal(False)
    walk.answer(0)
    walk.save()
    walk.page = walk.page.context.new_page()
    walk.signal(True)


POINTS: dict[str, Callable[[Walk], None]] = {
    "offline at opening": opening,
    "offline in the middle of a form": in_the_form,
    "the tab gone while typing": typing,
    "the tab gone right after it said saved": said,
    "the storage full": full,
    "the program updated while things wait": update,
    "signed out with things waiting": signed_out,
    "the session expired on return": expired,
    "one of two rejected by the server": rejected,
    "the connection dead before the server had it": unanswered,
    "the answer lost after the commit": answer_lost,
    "the clock set meanwhile": clock,
}
"""By what happens. The browser killed while it saves, and the server, have tests of their own."""
