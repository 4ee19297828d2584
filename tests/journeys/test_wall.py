"""From a list of rooms to tags on a wall, and everything that a tag answers; on a phone."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from app.extensions import db
from app.people import service as people
from app.people.models import Person, Role
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.servers import PUBLIC_URL, Server

PASSWORD = "quiet rooms keep well"
Look = Callable[[Page], None]
ROOMS = [("2.14", "Seminar room"), ("2.15", "Lecture theatre"), ("Aula Ω", "Große Halle 大講堂")]


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def look(script: bool) -> Look:
    """Looks at a page as axe and a narrow screen do; axe itself is a script."""

    def through(page: Page) -> None:
        if script:
            axe(page)
            fits(page)

    return through


@pytest.fixture
def lists(tmp_path: Path, script: bool) -> tuple[Path, Path]:
    """A list of rooms and one of equipment, as a spreadsheet program saves them."""
    building = "Curie Building" if script else "Brunel Hall"
    rooms, units = tmp_path / "rooms.csv", tmp_path / "equipment.csv"
    with rooms.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow(["Building", "Floor", "Room", "Description", "Criticality"])
        written.writerows([building, "2", name, what, "B"] for name, what in ROOMS)
    with units.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow(["Building", "Room", "Type", "Name", "Manufacturer", "Model", "Asset tag"])
        for number, (name, _what) in enumerate(ROOMS):
            written.writerow(
                [building, name, "Projector", "Projector", "Lumora", "LX", f"{script}{number}"]
            )
            written.writerow(
                [building, name, "Document camera", "Camera", "Oculis", "DC", f"c{script}{number}"]
            )
    return rooms, units


def _sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()


def _person(server: Server, role: Role, script: bool) -> str:
    email = f"{role.value}-{script}@example.edu".lower()
    with server.rows() as make:
        person: Person = make.person(email=email, role=role, fs_uniquifier=email)
        people.choose_password(person, PASSWORD)
        db.session.commit()
    return email


def _import(page: Page, look: Look, path: Path, found: str) -> None:
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Look at it").click()
    if page.get_by_text("Before it can be imported").is_visible():  # the first list: no site yet
        look(page)
        page.get_by_role("textbox", name="Site").fill("North Campus")
        page.get_by_label("Phone number of its support").fill("5555")
        page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text(found).first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Apply: ").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()


def _decoded(pdf: Path) -> list[str]:
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image: Any = page.render(scale=300 / 72).to_pil()
            found += [code.text for code in zxingcpp.read_barcodes(image)]
            page.close()
    return found


def _print(page: Page, look: Look, building: str, folder: Path) -> dict[str, str]:
    """The path of each room's tag, by the room's name, decoded from the printed sheet."""
    page.goto("/sheets")
    page.get_by_label(building).check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="3 tags on 1 sheet")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Print").click()
    expect(page.get_by_text("All 3 codes were read back")).to_be_visible()
    look(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the PDF").click()
    pdf = folder / "tags.pdf"
    waiting.value.save_as(pdf)
    addresses = _decoded(pdf)
    assert len(set(addresses)) == len(ROOMS)
    paths = {}
    for address in addresses:
        assert address.startswith(PUBLIC_URL.upper() + "/T/")
        page.goto(urlsplit(address).path)
        paths[page.get_by_role("heading", level=1).inner_text()] = urlsplit(address).path
    return paths


def _report(page: Page, look: Look, path: str) -> str:
    """Three taps from the report page: which, what, send. Gives the reporter's own address."""
    page.goto(path)
    page.get_by_role("link", name="Report a fault").click()
    look(page)
    about = page.locator(".about", has_text="Projector")
    if about.get_attribute("open") is None:
        about.locator("summary").click()
    about.get_by_role("link", name="No picture").click()
    look(page)
    page.get_by_role("button", name="It didn't help: report").click()
    expect(page.get_by_text("Someone will be with you")).to_be_visible()
    look(page)
    return page.url


def _restore(page: Page, look: Look, path: str) -> None:
    """Take the fault and bring it back to work, from the room's page on."""
    page.goto(path)
    page.get_by_role("link", name="Open this fault").click()
    page.get_by_role("button", name="Take it").click()
    page.get_by_label("I am working on it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("It works again").check()
    page.get_by_label("Mended").check()
    page.get_by_label("Words for everybody").fill("New cable.")
    page.get_by_role("button", name="Save", exact=True).click()
    look(page)


def _check(page: Page, look: Look, path: str) -> None:
    page.goto(path)
    page.get_by_role("link", name="Check this room").click()
    look(page)
    for choice in page.get_by_text("All fine here").all():
        choice.click()
    page.get_by_role("button", name="Log this check").click()
    expect(page.get_by_text("2 units, all fine")).to_be_visible()


def test_a_list_becomes_tags_and_every_tag_answers(
    visit: Browsers,
    server: Server,
    lists: tuple[Path, Path],
    look: Look,
    script: bool,
    tmp_path: Path,
) -> None:
    building = "Curie Building" if script else "Brunel Hall"
    desk = visit(DESK, script=script)
    _sign_in(desk, _person(server, Role.MANAGER, script))
    _import(desk, look, lists[0], "3 lines")
    _import(desk, look, lists[1], "6 lines")
    paths = _print(desk, look, building, tmp_path)
    assert set(paths) == {name for name, _what in ROOMS}

    visitor = visit(PHONE, script=script)
    own_page = _report(visitor, look, paths["2.14"])
    visitor.goto(paths["2.14"])
    expect(visitor.get_by_text("Limited").first).to_be_visible()

    technician = visit(PHONE, script=script)
    _sign_in(technician, _person(server, Role.TECHNICIAN, script))
    _restore(technician, look, paths["2.14"])
    visitor.goto(own_page)
    expect(visitor.get_by_text("Works again").first).to_be_visible()
    expect(visitor.get_by_text("New cable.").first).to_be_visible()

    _check(technician, look, paths["2.14"])
    visitor.goto(paths["2.14"])
    expect(visitor.get_by_text("Working").first).to_be_visible()
    first = visitor.locator("#history li").first
    expect(first).to_contain_text("2 units, all fine")
    expect(first).to_contain_text("by a technician")
    look(visitor)
