"""A list that grew for ten years, from the file to printed tags, by somebody who never did it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Locator, Page, expect

from app.people.models import Role
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.journeys.hands import Hands
from tests.servers import PUBLIC_URL, Server, serving

SPELLINGS = ("EB-L200F", "EB L200F", "EBL200F", "EB-L200 F", "eb-l200f")
NAMES = "Place;Device;Maker;Model;Serial;Price"
CODES = [f"{building}{floor}{door}" for building in ("ARC", "NEU") for floor in (1, 2, 3)
         for door in (11, 12, 14)]  # fmt: skip


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The program before anybody brought a list: what is decided is remembered for the next."""
    with serving(tmp_path / "served") as server:
        yield server


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    """Eighteen projectors and one thing that nobody knows, as an old spreadsheet saves them."""
    units = [f"{code};Projector;Epson;{SPELLINGS[n % 5]};S{n};{n * 10} €"
             for n, code in enumerate(CODES)]  # fmt: skip
    lines = [
        *("Geräte auf dem Campus;;;;;", "Stand: 3. Mai 2026;;;;;", ";;;;;", NAMES),
        *(*units[:9], NAMES, *units[9:]),
        *("ARC111;Flügel;Steinway;D;S90;0 €", ";Projector;Epson;EB-L200F;S91;0 €"),
    ]
    file = tmp_path / "Geräte.csv"
    file.write_bytes("\r\n".join(lines).encode("cp1252"))
    return file


def _manager(visit: Browsers, server: Server, size: dict[str, Any], *, script: bool) -> Page:
    page = visit(size, script=script)
    with server.rows() as make:
        person = make.person(role=Role.MANAGER, fs_uniquifier="m", email="m@example.edu")
        visit.sign_in(page, server.session_of(person))
    return page


def _seen(page: Page, script: bool) -> None:
    if script:
        axe(page)
        fits(page)


def _button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def _placed(page: Page, hands: Hands, script: bool) -> None:
    """Say which site it is, and that one column says building, floor and room."""
    expect(page.get_by_text("Lines 14").or_(page.get_by_text("Line 14"))).to_be_visible()
    _seen(page, script)
    hands.write(page.get_by_role("textbox", name="Site", exact=True), "North Campus")
    hands.write(page.get_by_label("Phone number of its support"), "5555")
    location = page.get_by_label("Place in one text", exact=True)
    if location.input_value() == "-":
        hands.choose(location, "Place")
        hands.tap(_button(page, "Look again"))
    expect(page.get_by_label("Room of example 1")).to_have_value("111")


def _taken_apart(page: Page, hands: Hands, script: bool) -> None:
    """What is suggested is right; what one types instead is understood at once."""
    first = page.get_by_role("region", name="The first lines as they are understood")
    room = page.get_by_label("Room of example 1")
    expect(first.get_by_role("row").nth(1)).to_contain_text("ARC")
    if script:
        room.fill("11")
        expect(first.get_by_role("row").nth(1).get_by_role("cell").nth(2)).to_have_text("11")
        expect(room).to_be_focused()
        expect(_button(page, "Look again")).to_have_count(1)
        room.fill("111")
    _seen(page, script)
    hands.tap(_button(page, "Look again"))
    expect(page.get_by_role("heading", name="What would become of 20 lines")).to_be_visible()


def _decided(page: Page, hands: Hands, script: bool) -> None:
    """Five spellings are one model; a grand piano stays what it is."""
    expect(page.get_by_text("Models made: 5")).to_be_visible()
    _seen(page, script)
    hands.tap(page.get_by_text("EB-L200F", exact=True).first)
    hands.tap(_button(page, "Remember what is chosen"))
    expect(page.get_by_text("Models made: 2")).to_be_visible()
    expect(page.get_by_text("This row names no room.").first).to_be_visible()
    _seen(page, script)


def _printed(page: Page, hands: Hands, folder: Path) -> str:
    """The address that one of the printed codes leads to."""
    hands.tap(page.get_by_role("link", name="Print their tags"))
    expect(page.get_by_role("heading", name="18 tags on 1 sheet")).to_be_visible()
    hands.tap(_button(page, "Print"))
    expect(page.get_by_text("All 18 codes were read back")).to_be_visible()
    with page.expect_download() as waiting:
        hands.tap(page.get_by_role("link", name="Download the PDF"))
    pdf = folder / "tags.pdf"
    waiting.value.save_as(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        image: Any = document[0].render(scale=300 / 72).to_pil()
        found = zxingcpp.read_barcodes(image)
        document[0].close()
    assert len(found) == len(CODES)
    return str(found[0].text)


def test_a_messy_list_becomes_printed_tags_in_less_than_a_minute_of_a_person(
    visit: Browsers, server: Server, messy: Path, script: bool, tmp_path: Path
) -> None:
    page, hands = _manager(visit, server, DESK, script=script), Hands()
    page.goto("/imports")
    _seen(page, script)
    page.locator("input[type=file]").set_input_files(messy)
    hands.taps += 1
    hands.tap(_button(page, "Look at it"))
    _placed(page, hands, script)
    _taken_apart(page, hands, script)
    _decided(page, hands, script)
    hands.tap(_button(page, "Apply: 19 new, 0 changed"))
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    _seen(page, script)
    address = _printed(page, hands, tmp_path)
    assert address.startswith(f"{PUBLIC_URL.upper()}/T/")
    page.goto(urlsplit(address).path)
    expect(page.get_by_role("heading", level=1)).to_have_text("111")
    said = f"{hands.taps} taps and {hands.fields} fields, {hands.seconds:.0f} seconds"
    assert hands.taps <= 10, said
    assert hands.fields <= 3, said
    assert hands.seconds < 60, said


def test_the_page_of_a_list_can_be_used_on_a_phone_and_in_the_dark(
    visit: Browsers, server: Server, messy: Path
) -> None:
    page, hands = _manager(visit, server, PHONE, script=True), Hands()
    page.emulate_media(color_scheme="dark")
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(messy)
    _button(page, "Look at it").click()
    _placed(page, hands, script=True)
    _taken_apart(page, hands, script=True)
    _decided(page, hands, script=True)
    page.get_by_role("link", name="1 refused").click()
    expect(page.get_by_text("1–1 of 1")).to_be_visible()
    page.get_by_text("As written").click()
    expect(page.locator("#lines").get_by_text("S91")).to_be_visible()
    _seen(page, script=True)
