"""Tags are held in front of a camera, one after the other; and what happens where there is none."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app import clock
from app.checks.models import Check, Grade
from app.extensions import db
from tests.browsers import DESK, PHONE, QUIET, Browsers, axe, chromium_path, fits, picture
from tests.builders import Builder
from tests.journeys.films import code_of, film, printed
from tests.servers import PUBLIC_URL, Server

MAKE = Builder()
"""One for all journeys of this file, as they share the server."""
TIMES = 2
"""How often the film is played, at the least; a slow machine overlooks a code now and then."""
CAMERA = "--use-fake-device-for-media-stream"
OTHER = "HTTPS://OTHER.EXAMPLE.EDU/T/7K3QX9MP2TA4"
DETECTOR = """window.BarcodeDetector = class {{
  static async getSupportedFormats() {{ return ["qr_code"]; }}
  async detect() {{ return [{{ rawValue: "{text}" }}]; }}
}};"""
TORCH = """
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async ({ advanced: [{ torch }] }) => {
  window.lit = torch;
};
"""


@contextmanager
def with_cameras(chromium: Browser, server: Server, *flags: str) -> Iterator[Browsers]:
    """Browsers that have cameras; they see a pattern where no flag names a film."""
    browser = chromium.browser_type.launch(executable_path=chromium_path(), args=[*QUIET, *flags])
    browsers = Browsers(browser, server.address)
    yield browsers
    faults = browsers.close()
    browser.close()
    assert not faults, "\n".join(faults)


def today(visit: Browsers, server: Server, page: Page) -> Page:
    with server.rows():
        visit.sign_in(page, server.session_of(MAKE.person(name="Ada")))
        if not page.url.startswith("http"):
            MAKE.room()
    page.goto("/today")
    return page


def look(page: Page, name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
        fits(page)
        picture(page, f"scanner-{name}-{scheme}", whole=False)


def scanned_again(page: Page, film_seconds: float) -> None:
    """Wait until the film was played once more."""
    began = page.evaluate("document.querySelector('[data-film]').currentTime")
    page.wait_for_function(
        "until => document.querySelector('[data-film]').currentTime > until",
        arg=began + film_seconds,
    )


def test_printed_tags_are_scanned_one_after_the_other(
    chromium: Browser, server: Server, tmp_path: Path
) -> None:
    with server.rows():
        hall = MAKE.building(name="Faraday Hall")
        late = clock.now() - timedelta(days=40)
        for name, checked in (("2.14", late), ("2.15", clock.now())):
            room = MAKE.room(name=name, building=hall, last_checked_at=checked)
            MAKE.tag(room=room)
        room_id = room.id - 1
    tags = printed(server, "Faraday")
    foreign = (code_of("https://example.org/menu"), code_of(OTHER))
    path = film(tmp_path / "film.y4m", [*tags, *foreign], seconds=0.7)
    flags = (CAMERA, f"--use-file-for-fake-video-capture={path}")
    with with_cameras(chromium, server, *flags) as visit:
        page = today(visit, server, visit(PHONE, permissions=["camera"]))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("button", name="Scan a tag").tap()
        for words in ("Overdue", "Checked today", "other.example.edu", "example.org"):
            card = page.get_by_role("article").filter(has_text=words)
            expect(card).to_be_visible()
        expect(page.locator("[data-said]")).to_contain_text(re.compile("tag|2.1"))
        scanned_again(page, 4 * 0.9)
        expect(page.get_by_text("4 scanned")).to_be_visible()
        told = [each for each in asked if "/scanned?" in each]
        assert len(told) <= TIMES * len([*tags, OTHER]), "a code in sight is asked for once"
        assert not [each for each in told if "example.org" in each], "what is foreign stays here"
        expect(page.get_by_text("Nothing was opened")).to_have_count(2)
        look(page, "phone")

        late_one = page.get_by_role("article").filter(has_text="Overdue")
        late_one.get_by_role("link", name="Check now").tap()
        expect(page.get_by_text("Scanned at the tag")).to_be_visible()
        page.get_by_text("All fine").first.tap()
        page.get_by_role("button", name="Log this check").tap()
        expect(page.get_by_text("Logged:")).to_be_visible()
        page.get_by_role("link", name="Scan the next tag").tap()
        expect(page.get_by_role("article").filter(has_text="Checked today")).to_have_count(2)
        expect(page.get_by_text("Hold a tag into the frame")).to_be_visible()
    with server.rows():
        check = db.session.scalars(select(Check).where(Check.room_id == room_id)).one()
        assert check.grade == Grade.SCANNED


def test_a_browser_that_reads_codes_itself_needs_nothing_brought(
    chromium: Browser, server: Server
) -> None:
    with server.rows():
        code = MAKE.tag(room=MAKE.room(name="3.1", last_checked_at=clock.now())).code
    with with_cameras(chromium, server, f"{CAMERA}=device-count=2") as visit:
        page = visit(DESK, permissions=["camera"])
        page.add_init_script(DETECTOR.format(text=f"{PUBLIC_URL.upper()}/T/{code}") + TORCH)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        today(visit, server, page).get_by_role("button", name="Scan a tag").click()
        expect(page.get_by_role("article").filter(has_text="3.1")).to_be_visible()
        assert not [each for each in asked if "vendor" in each]
        page.get_by_role("button", name="Torch").click()
        expect(page.get_by_role("button", name="Torch", pressed=True)).to_be_visible()
        assert page.evaluate("window.lit") is True
        lens = page.get_by_label("Camera", exact=True)
        lens.select_option(index=1)
        chosen = lens.input_value()
        look(page, "desk")
        page.get_by_role("button", name="Close the camera").click()
        page.get_by_role("button", name="Scan a tag").click()
        expect(lens).to_have_value(chosen)


def test_a_camera_that_is_refused_or_missing_is_told_of_and_the_code_is_typed(
    chromium: Browser, visit: Browsers, server: Server
) -> None:
    with server.rows():
        code = MAKE.tag(room=MAKE.room(name="4.1", last_checked_at=clock.now())).code
    page = today(visit, server, visit(PHONE, permissions=["camera"]))
    page.get_by_role("button", name="Scan a tag").tap()
    expect(page.get_by_text("No camera was found on this device").first).to_be_visible()
    look(page, "missing")
    page.get_by_label("Code on the tag").fill(code)
    page.get_by_role("button", name="Show").tap()
    card = page.get_by_role("article").filter(has_text="4.1")
    expect(card).to_contain_text("Typed, not scanned")
    with with_cameras(chromium, server, CAMERA) as shy:
        page = today(shy, server, shy(PHONE, permissions=[]))
        page.get_by_role("button", name="Scan a tag").tap()
        expect(page.get_by_text("The camera is refused here. Allow it").first).to_be_visible()
        look(page, "refused")


def test_an_address_without_https_is_told_of(visit: Browsers, server: Server) -> None:
    page = visit(PHONE)
    page.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false });"
        "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
    )
    today(visit, server, page).get_by_role("button", name="Scan a tag").tap()
    expect(page.get_by_text("only to pages over https").first).to_be_visible()


def test_without_script_the_code_is_typed(visit: Browsers, server: Server) -> None:
    with server.rows():
        code = MAKE.tag(room=MAKE.room(name="5.1")).code
    page = today(visit, server, visit(PHONE, script=False))
    expect(page.get_by_text("The camera in this page needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Scan a tag")).to_be_hidden()
    page.get_by_text("Type the code instead").tap()
    page.get_by_label("Code on the tag").fill(code)
    page.get_by_role("button", name="Show").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("5.1")
