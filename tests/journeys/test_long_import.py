"""A list too long for a request, in a browser: how far it is, an end at any time, all stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.people.models import Role
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.servers import Server, serving

ROWS = 9_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The program before anybody brought a list."""
    with serving(tmp_path / "served") as server:
        yield server


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A list of more than a megabyte."""
    file = tmp_path / "rooms.csv"
    lines = [f"Hall {n % 9},R{n},{'as it was found ' * 7}" for n in range(ROWS)]
    file.write_text("\n".join(["Building,Room,Description", *lines]))
    return file


@pytest.mark.parametrize(
    ("script", "size"), [(True, DESK), (False, PHONE)], ids=["with script", "without script"]
)
def test_a_long_list_is_stopped_begun_again_and_stored(
    visit: Browsers, server: Server, long: Path, script: bool, size: dict[str, object]
) -> None:
    page = visit(size, script=script)
    with server.rows() as make:
        visit.sign_in(page, server.session_of(make.person(role=Role.MANAGER)))
    page.goto("/imports")
    page.get_by_label("File", exact=True).set_input_files(long)
    page.get_by_role("button", name="Look at it").click()
    waits(page, script=script)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("It was stopped. Nothing was stored.")).to_be_visible()
    page.get_by_role("button", name="Look again").click()
    waits(page, script=script)
    server.flask("jobs", "sweep")

    site = page.get_by_role("textbox", name="Site")
    expect(site).to_be_visible(timeout=15_000)
    site.fill("Campus")
    page.get_by_label("Phone number of its support").fill("5555")
    page.get_by_role("button", name="Look again").click()
    waits(page, script=script)
    server.flask("jobs", "sweep")

    page.get_by_role("button", name="Apply: 9,000 new").click()
    waits(page, script=script)
    server.flask("jobs", "sweep")
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=15_000)
    assert "Import 1" in page.goto("/imports/batches/1").text()  # type: ignore[union-attr]


def waits(page: Page, *, script: bool) -> None:
    """The page of a file that nobody has begun yet."""
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    if script:
        axe(page)
    fits(page)
