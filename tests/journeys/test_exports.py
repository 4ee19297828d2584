"""A list goes out by its page's menu and comes in by the import: nothing has changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.extensions import db
from app.people.models import Person, Role
from tests.browsers import DESK, PHONE, Browsers, axe, fits
from tests.servers import Server

NAMES = ("=2.14", "n/a", "007", "قاعة 3")


@pytest.fixture(scope="module")
def estate(server: Server) -> int:
    """A building whose rooms have nasty names, another one, and who manages them."""
    with server.rows() as make:
        site = make.site(name="Northfield")
        hall = make.building(site=site, name="Brunel Hall")
        model = make.model(type=make.equipment_type(slug="laser_cutter", title="Laser cutter"))
        for name in NAMES:
            make.equipment(room=make.room(building=hall, name=name), model=model, name=name)
        make.room(building=make.building(site=site, name="Elsewhere"))
        make.person(role=Role.MANAGER)
        return hall.id


def _manager(visit: Browsers, server: Server, size: dict[str, Any], *, script: bool) -> Page:
    page = visit(size, script=script)
    with server.rows():
        visit.sign_in(page, server.session_of(db.session.query(Person).one()))
    return page


@pytest.mark.parametrize(
    ("kind", "size", "script"),
    [("CSV", PHONE, False), ("XLSX", DESK, True), ("JSON", PHONE, True), ("COBie", DESK, False)],
    ids=["CSV on a phone without script", "XLSX at a desk", "JSON on a phone", "COBie at a desk"],
)
def test_a_filtered_list_goes_out_and_comes_in_without_a_hand(
    visit: Browsers,
    server: Server,
    estate: int,
    tmp_path: Path,
    kind: str,
    size: dict[str, Any],
    *,
    script: bool,
) -> None:
    page = _manager(visit, server, size, script=script)
    page.goto(f"/equipment?building={estate}")
    page.get_by_text("Export", exact=True).click()
    if script:
        axe(page)
        fits(page)
    way = page.get_by_role("link", name=kind, exact=True)
    box = way.bounding_box()
    assert box
    assert box["height"] >= 44
    with page.expect_download() as download:
        way.click()
    file = tmp_path / download.value.suggested_filename
    assert re.fullmatch(r"equipment-\d{4}-\d\d-\d\d\.(csv|xlsx|json|cobie\.xlsx)", file.name)
    download.value.save_as(file)
    page.goto("/imports")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("the same").first).to_be_visible()
    for outcome in ("new", "changed", "refused"):
        expect(page.locator(".figure", has_text=outcome).first).to_contain_text("0")
    expected = len(NAMES) * (2 if kind == "COBie" else 1)
    expect(page.locator(".figure", has_text="the same").first).to_contain_text(str(expected))
