"""What a phone said that it saved is there, though its browser is killed or its storage is full."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsers import PHONE, QUIET, Browsers, chromium_path
from tests.journeys.walks import Walk, without_signal
from tests.servers import Server


def _opened(chromium: Browser, server: Server, profile: Path) -> BrowserContext:
    """A browser of its own, whose storage stays in the folder."""
    return chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=chromium_path(),
        args=list(QUIET),
        base_url=server.address,
        locale="en-GB",
        reduced_motion="reduce",
        **PHONE,
    )


def _kill(profile: Path) -> None:
    """End every process of the browser that keeps its storage there, with no time to tidy up."""
    for each in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if str(profile) in (each / "cmdline").read_text() and int(each.name) != os.getpid():
                os.kill(int(each.name), signal.SIGKILL)


def _only(context: BrowserContext) -> Page:
    context.set_default_timeout(10_000)
    return context.pages[0]


def test_a_check_that_was_said_to_be_saved_outlives_the_killed_browser(
    chromium: Browser, server: Server, visit: Browsers, tmp_path: Path
) -> None:
    profile = tmp_path / "a phone"
    context = _opened(chromium, server, profile)
    walk = Walk(server, visit, _only(context))
    walk.take()
    walk.signal(False)
    walk.answer(0)
    walk.save()
    _kill(profile)
    with suppress(Exception):
        context.close()
    (profile / "SingletonLock").unlink(missing_ok=True)
    assert walk.stored() == []

    again = _opened(chromium, server, profile)
    walk.page = _only(again)
    walk.visit.sign_in(walk.page, walk.cookie)
    walk.sent(1)
    again.close()

    assert len(walk.stored()) == 1


FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function () { this.transaction.abort(); };
  window.roomAgain = () => { IDBObjectStore.prototype.put = put; };
}"""
"""What a browser without space does with what it is told to keep."""


def test_a_phone_that_is_full_says_so_and_keeps_the_form_open(
    server: Server, visit: Browsers
) -> None:
    walk = Walk(server, visit)
    walk.take()
    with without_signal(walk) as page:
        walk.answer(0)
        page.evaluate(FULL)
        page.get_by_role("button", name="Save on this phone").click()
        expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
        expect(page.locator("[data-errors]")).to_contain_text("may be out of space")
        page.evaluate("roomAgain()")
        walk.save()
    walk.sent(1)

    assert len(walk.stored()) == 1
