"""What a phone said that it saved is there, though its browser is killed."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsers import PHONE, QUIET, Browsers, chromium_path
from tests.journeys.walks import Walk
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
