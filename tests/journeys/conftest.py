"""A server for each file of journeys, a browser for each test; neither leaves anything behind."""

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import databases
from tests.browsers import DESK, PHONE, QUIET, Browsers, chromium_path
from tests.servers import Server, serving

NUMBERS = count(1)
PATIENCE_MS = 15_000
"""What comes is looked for so long: two cores may have much else to do. None of it is a measure."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, started once."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def journeys_database(request: pytest.FixtureRequest) -> str:
    """The address of the server's database; empty for the embedded one."""
    if request.config.getoption("--database") == "sqlite":
        return ""
    server = request.getfixturevalue("postgres_server")
    return databases.new_database(server, f"journeys_{next(NUMBERS)}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, journeys_database: str) -> Iterator[Server]:
    """The real program, prepared, without rooms or people; one for all tests of a file."""
    data = tmp_path_factory.mktemp("served")
    with serving(data, database_url=journeys_database) as server:
        yield server


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Browsers]:
    """Opens browsers: `visit(PHONE, dark=True, script=False)`. What goes wrong fails the test."""
    browsers = Browsers(chromium, server.address)
    yield browsers
    faults = browsers.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def phone(visit: Browsers) -> Page:
    """A browser of 360 by 640 under a thumb."""
    return visit(PHONE)


@pytest.fixture
def desk(visit: Browsers) -> Page:
    """A browser of 1280 by 800."""
    return visit(DESK)
