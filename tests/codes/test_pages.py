"""The page of all tags: what stands in a row, what can be done, where it leads."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app import clock
from app.codes.code import grouped
from app.codes.models import TagState
from tests.builders import NOON, Builder
from tests.pages import fetch

DAY = timedelta(days=1)


def test_a_row_tells_the_life_of_a_tag(manager: FlaskClient, make: Builder) -> None:
    now = clock.now()
    room = make.room(name="2.14", building=make.building(name="Curie Building"))
    tag = make.tag(
        room=room,
        state=TagState.PLACED,
        printed_at=now - 9 * DAY,
        placed_at=now - 3 * DAY,
        placed_by=make.person(name="Kim Okoye"),
        scanned_on=(now - DAY).date(),
    )
    (row,) = fetch(manager, "/tags").rows[1:]
    assert row[1:] == [
        f"2.14 Curie Building {grouped(tag.code)}",
        "In its place",
        "9 days ago",
        "3 days ago by Kim Okoye",
        "yesterday",
    ]


def test_a_row_leads_to_the_tag_and_beside_it_to_its_unit(
    manager: FlaskClient, make: Builder
) -> None:
    of_room, unit = make.tag(room=make.room(name="2.14")), make.equipment(name="Beamer")
    of_unit = make.tag(equipment=unit)
    page = fetch(manager, "/tags")
    assert page.link("2.14") == f"/t/{of_room.code}#tag"
    assert page.link("Beamer") == f"/t/{of_unit.code}#tag"
    assert page.link("Edit Beamer") == f"/equipment/{unit.id}/edit"
    for tag in (of_room, of_unit):
        page = fetch(manager, f"/t/{tag.code}#tag")
        assert "Void this tag" in page.text
        assert [each for each in page.document.all("section") if each.get("id") == "tag"]


@pytest.mark.parametrize("state", [TagState.PLACED, TagState.REPLACED, TagState.VOID])
def test_a_row_never_leads_to_a_page_that_is_not_there(
    manager: FlaskClient, make: Builder, state: TagState
) -> None:
    make.tag(state=state)
    make.tag(state=state, room=make.room(retired_at=NOON))
    make.tag(state=state, equipment=make.equipment(retired_at=NOON))
    rows = fetch(manager, "/tags").document.all("tbody")[0]
    for link in rows.iter("a"):
        fetch(manager, link.get("href", ""))


def test_the_ticked_ones_are_printed_again(manager: FlaskClient, make: Builder) -> None:
    tags = [make.tag(state=TagState.WORN) for _n in range(3)]
    form = fetch(manager, "/tags?which=worn").form("/sheets")
    answer = form.send({"tag": [str(tags[0].id), str(tags[2].id)]})
    assert urlsplit(answer.request.url).path == "/sheets"
    sent = parse_qs(urlsplit(answer.request.url).query)
    assert sent == {"tag": [str(tags[0].id), str(tags[2].id)]}
    assert answer.status_code == 200


def test_what_can_not_be_printed_has_no_box(manager: FlaskClient, make: Builder) -> None:
    make.tag(state=TagState.VOID)
    make.tag(state=TagState.REPLACED)
    make.tag(room=make.room(retired_at=clock.now()))
    page = fetch(manager, "/tags")
    assert len(page.rows) == 4
    assert not [each for each in page.document.all("input") if each.get("name") == "tag"]
    assert "Out of use" in page.main
    assert "Print the ticked ones again" not in page.main


def test_the_figures_lead_to_their_lists(manager: FlaskClient, make: Builder) -> None:
    make.tag(state=TagState.WORN)
    make.tag(room=None)
    make.tag(room=None)
    page = fetch(manager, "/tags")
    assert page.link("1 torn or faded") == "/tags?which=worn"
    assert page.link("2 blank tags wait to be claimed.") == "/tags?which=unclaimed"
    assert "Stands for nothing yet" in fetch(manager, "/tags?which=unclaimed").main


def test_tags_with_an_old_address_say_what_to_do(manager: FlaskClient, make: Builder) -> None:
    make.tag(address="https://av.example.edu", state=TagState.PLACED)
    make.tag(address=None)
    page = fetch(manager, "/tags?which=elsewhere")
    assert "Keep the old address pointing here until these are replaced" in page.main
    assert "hang the fresh one and scan it" in page.main
    assert "https://av.example.edu · 1 tag" in page.main
    assert "The public address is https://rooms.example.edu." in page.main
    assert "1 more tag was printed before addresses were noted" in page.main


def test_a_search_is_kept_on_the_next_page(manager: FlaskClient, make: Builder) -> None:
    hall = make.building(name="Curie Building")
    for _n in range(51):
        make.tag(room=make.room(building=hall))
    page = fetch(manager, "/tags?q=curie&which=unplaced")
    assert page.link("Next") == "/tags?q=curie&which=unplaced&page=2"
    assert len(fetch(manager, page.link("Next")).rows) == 2


def test_an_estate_without_tags_says_how_to_begin(manager: FlaskClient) -> None:
    page = fetch(manager, "/tags")
    assert "No tags yet" in page.main
    assert page.link("Print the first tags") == "/sheets"


def test_a_search_that_finds_nothing_leads_back(manager: FlaskClient, make: Builder) -> None:
    make.tag()
    page = fetch(manager, "/tags?q=nothing+like+this&which=nonsense&page=99")
    assert page.link("Show all tags") == "/tags"


def test_the_navigation_stands_on_tags_wherever_tags_are_printed(manager: FlaskClient) -> None:
    for address in ("/tags", "/sheets", "/sheets/stocks"):
        page = fetch(manager, address)
        current = [
            each.get("href")
            for each in page.document.all("a")
            if each.get("aria-current") == "page"
        ]
        assert "/tags" in current, address
