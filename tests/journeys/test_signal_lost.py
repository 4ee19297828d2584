"""A check that began with signal, and lost it: nothing that was typed is gone. And: an app."""

from playwright.sync_api import Page, expect

from tests.browsers import Browsers, axe
from tests.journeys.walks import NO_SIGNAL, Walk
from tests.servers import Server

CHECK = "**/t/*/check"
CONTROLLED = """() => new Promise((done) => {
  const workers = navigator.serviceWorker;
  if (workers.controller) done();
  else workers.addEventListener("controllerchange", done, { once: true });
})"""
ALONE = {"in-incognito"}
"""What keeps a test's own browser from installing anything: it is one that forgets."""


def _opened(walk: Walk) -> Page:
    """The form at the tag, with signal; the worker is there, and the room is on the phone."""
    with walk.page.expect_response("**/sync/tags/*.json"):
        walk.page.goto(f"/t/{walk.codes[0]}/check")
    walk.page.evaluate(CONTROLLED)
    return walk.page


def test_a_check_that_could_not_be_sent_is_saved_on_the_phone_and_stored_once(
    server: Server, visit: Browsers
) -> None:
    walk = Walk(server, visit)
    page = _opened(walk)
    page.get_by_text("All fine here").click()
    page.get_by_label("Anything else?").fill("Quiet here")
    walk.signal(False)
    page.get_by_role("button", name="Log this check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
    walk.signal(True)
    walk.sent(1)
    walk.visit.expect(page, NO_SIGNAL)

    assert len(walk.stored()) == 1


def test_one_whose_answer_was_lost_is_not_stored_twice_and_what_was_typed_comes_back(
    server: Server, visit: Browsers
) -> None:
    walk = Walk(server, visit)
    page = _opened(walk)
    page.get_by_text("All fine here").click()
    page.wait_for_timeout(200)
    page.reload()
    expect(page.get_by_text("What you had typed here is back")).to_be_visible()
    expect(page.get_by_role("radio", name="All fine here")).to_be_checked()
    axe(page)
    page.route(CHECK, lambda route: route.fetch(max_redirects=0) and route.abort())
    page.get_by_role("button", name="Log this check").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved on this phone")
    page.unroute(CHECK)
    walk.sent(1)
    walk.visit.expect(page, NO_SIGNAL)

    assert len(walk.stored()) == 1


def test_what_the_server_wants_mended_is_answered_as_ever_and_a_sent_form_is_forgotten(
    server: Server, visit: Browsers
) -> None:
    walk = Walk(server, visit)
    page = _opened(walk)
    page.get_by_role("button", name="Log this check").click()
    expect(page.get_by_role("heading", name="Not logged yet")).to_be_visible()
    page.get_by_text("All fine here").click()
    with page.expect_response("**/sync/tags/*.json"):
        page.reload()
    page.get_by_text("All fine here").click()
    page.get_by_role("button", name="Log this check").click()
    walk.visit.expect(page, "422 for fetch")
    expect(page.get_by_text("Logged: 1 unit")).to_be_visible()
    _opened(walk)
    expect(page.get_by_role("radio", name="All fine here")).not_to_be_checked()

    assert len(walk.stored()) == 1


def test_it_can_be_installed_from_any_page_of_the_staff(server: Server, visit: Browsers) -> None:
    walk = Walk(server, visit)
    walk.page.goto("/today")
    cdp = walk.page.context.new_cdp_session(walk.page)
    manifest = cdp.send("Page.getAppManifest")
    errors = cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    assert {each["errorId"] for each in errors} <= ALONE


def test_a_visitor_gets_nothing_of_it(server: Server, visit: Browsers) -> None:
    walk = Walk(server, visit)
    page = visit()
    page.goto(f"/t/{walk.codes[0]}")

    assert page.locator("link[rel=manifest], script[src*=offline]").count() == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert page.context.cookies() == []
