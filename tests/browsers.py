"""A real browser for journeys, that notices what a person would not: errors, strays, axe's rules.

page = visit(PHONE)                       # a browser of its own, closed after the test
page.goto("/t/7K3QX9MP2TA4")
axe(page)                                 # 0 violations, or the test fails
"""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from app.configuration import ROOT

PICTURES = ROOT / "build" / "pictures"
"""Where `picture` puts what it sees; not kept in the repository."""

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "is_mobile": True,
    "has_touch": True,
    "device_scale_factor": 2,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

QUIET = (
    "--no-sandbox",  # tests run as root in containers, where Chromium's own cage can't be made
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""Chromium alone with the server: nothing asked of anybody else."""

AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OF_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules that look at colours, which are all that differs from light to dark."""
RUN = "options => axe.run(options).then(found => ({violations: found.violations}))"


def chromium_path() -> str:
    """The browser of this machine; fails where there is none."""
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    path = next((each for each in found if each), None)
    assert path, "no Chromium on this machine: apt-get install chromium"
    return path


@dataclass
class Watch:
    """What went wrong in a browser while nobody looked."""

    home: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of the context."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def _said(self, message: ConsoleMessage) -> None:
        # A refused form answers 422, which the console calls a failure; `_answered` knows better.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(f"{self.home}/"):
            self.faults.append(f"went elsewhere: {request.url}")

    def _answered(self, response: Response) -> None:
        kind = response.request.resource_type
        # What a service worker passes on is told twice; the page's own request tells what it was.
        is_page = kind == "document" or response.request.service_worker is not None
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.status} for {kind} {response.url}")

    def _failed(self, request: Request) -> None:
        left = request.failure == "net::ERR_ABORTED"  # a download, or the page was gone before it
        if not left:
            self.faults.append(f"failed: {request.url} ({request.failure})")


@dataclass
class Browsers:
    """Opens browsers on one server and watches over them."""

    chromium: Browser
    home: str
    opened: list[tuple[BrowserContext, Watch]] = field(default_factory=list)

    def __call__(
        self,
        size: dict[str, Any] = PHONE,
        *,
        dark: bool = False,
        script: bool = True,
        **given: Any,
    ) -> Page:
        """A new browser without cookies; `given` goes to it: `locale="de"`, `offline=True`."""
        context = self.chromium.new_context(
            base_url=self.home,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
            **{"locale": "en-GB", "timezone_id": "Europe/London"} | size | given,
        )
        context.set_default_timeout(10_000)
        watch = Watch(self.home)
        watch.over(context)
        self.opened.append((context, watch))
        return context.new_page()

    def sign_in(self, page: Page, cookie: tuple[str, str]) -> None:
        """Let the browser of the page be known by `server.session_of(person)`."""
        name, value = cookie
        host = urlsplit(self.home).hostname or ""
        page.context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])

    def expect(self, page: Page, fault: str) -> None:
        """Say that this fault was meant; fails where it did not happen."""
        watch = next(watch for context, watch in self.opened if context is page.context)
        meant = [each for each in watch.faults if re.search(fault, each)]
        assert meant, f"{fault!r} did not happen, but {watch.faults}"
        watch.faults[:] = [each for each in watch.faults if each not in meant]

    def close(self) -> list[str]:
        """Close them all; everything that went wrong unmeant."""
        for context, _ in self.opened:
            context.close()
        return [fault for _, watch in self.opened for fault in watch.faults]


def axe(page: Page, rules: dict[str, Any] = AXE) -> None:
    """Fail on any violation that axe finds on the page as it stands, by its WCAG and own rules."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(RUN, rules))
    assert not found.violations_count, f"{page.url}\n{found.generate_report()}"


def fits(page: Page) -> None:
    """Fail where the page is wider than the screen: nobody scrolls sideways to read."""
    wide, screen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= screen, f"{page.url} is {wide} pixels wide on a screen of {screen}"


def picture(page: Page, name: str, *, whole: bool = True) -> Path:
    """Keep what the page looks like as `build/pictures/NAME.png`."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path
