"""The list of checks, and one check in full."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.checks.listing import LIST_SIZE
from app.checks.models import ItemKind, Reason, Result, Scope
from tests.builders import NOON, Builder
from tests.pages import fetch


def _rooms(client: FlaskClient, query: str = "") -> list[str]:
    rows = fetch(client, f"/checks{query}").rows
    return [row[0].split()[0] for row in rows[1:]]


def test_the_list_tells_who_checked_which_room_when_and_how_it_was(
    technician: FlaskClient, make: Builder
) -> None:
    make.check(
        room=make.room(name="2.14"),
        person=make.person(name="Ada Byte"),
        result=Result.NOT_CHECKED,
        reason=Reason.LOCKED,
        scope=Scope.SERVICE,
        done_at=datetime(2026, 3, 3, 9, 20, tzinfo=UTC),
    )
    page = fetch(technician, "/checks")

    (row,) = page.rows[1:]
    assert "2.14" in row[0]
    how = "Service opened by the tag's address, not scanned"
    assert row[1:4] == ["3 March 2026, 9:20 AM", how, "Ada Byte"]
    assert "Not checked" in row[4]
    assert "locked" in row[4]


def test_the_newest_check_stands_first(technician: FlaskClient, make: Builder) -> None:
    for day, name in ((3, "old"), (1, "new"), (2, "middle")):
        make.check(room=make.room(name=name), done_at=NOON - timedelta(days=day))

    assert _rooms(technician) == ["new", "middle", "old"]


def test_the_list_is_narrowed_by_building_person_result_and_dates(
    technician: FlaskClient, make: Builder
) -> None:
    ada = make.person()
    wanted = make.room(name="wanted")
    make.check(room=wanted, person=ada, result=Result.FAIL, done_at=NOON)
    make.check(room=make.room(name="other"), done_at=NOON - timedelta(days=30))

    for query in (
        f"?building={wanted.building_id}",
        f"?person={ada.id}",
        "?result=fail",
        "?since=2026-03-03",
        "?since=2026-03-03&until=2026-03-03",
    ):
        assert _rooms(technician, query) == ["wanted"], query
    assert _rooms(technician, "?until=2026-03-02") == ["other"]
    assert fetch(technician, "/checks?until=2026-03-02").filters_open
    assert not fetch(technician, "/checks").filters_open
    assert "No check answers to that" in fetch(technician, "/checks?until=2020-01-01").text


def test_a_day_ends_at_midnight(technician: FlaskClient, make: Builder) -> None:
    make.check(done_at=datetime(2026, 3, 4, tzinfo=UTC))

    assert not _rooms(technician, "?until=2026-03-03")
    assert _rooms(technician, "?since=2026-03-04")


def test_a_day_is_that_of_the_room(technician: FlaskClient, make: Builder) -> None:
    """23:30 UTC on the 3rd is the 4th in Auckland, and the 3rd in New York."""
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    for name, zone in (("east", "Pacific/Auckland"), ("west", "America/New_York")):
        own = make.support_calendar(timezone=zone)
        make.check(room=make.room(name=name, support_calendar=own), done_at=late)
    site = make.site(support_calendar=make.support_calendar(timezone="Pacific/Auckland"))
    inherited = make.room(name="site", building=make.building(site=site))
    make.check(room=inherited, done_at=late - timedelta(minutes=1))

    assert _rooms(technician, "?since=2026-03-04&until=2026-03-04") == ["east", "site"]
    assert _rooms(technician, "?since=2026-03-03&until=2026-03-03") == ["west"]
    assert _rooms(technician, "?until=2026-03-03") == ["west"]
    assert fetch(technician, "/checks?since=2026-03-04").rows[1][1].startswith("4 March 2026")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?since=soon", "“soon” is not a date."),
        ("?until=0001-01-01", "“0001-01-01” is not a date."),
        ("?since=2026-03-03&until=2026-03-01", "The first day comes after the last."),
    ],
)
def test_dates_that_make_no_sense_are_said_to(
    technician: FlaskClient, query: str, sentence: str
) -> None:
    assert fetch(technician, f"/checks{query}").errors == [sentence]


@pytest.mark.parametrize(
    "query", ["?building=x", "?person=-1", "?result=great", "?page=-4", "?page=x", "?page=1e9"]
)
def test_a_filter_that_cannot_be_leaves_the_list_open(
    technician: FlaskClient, make: Builder, query: str
) -> None:
    make.check(room=make.room(name="there"))

    assert _rooms(technician, query) == ["there"]


def test_the_list_is_turned_page_by_page_and_keeps_its_filter(
    technician: FlaskClient, make: Builder
) -> None:
    room, person = make.room(), make.person()
    for day in range(LIST_SIZE + 1):
        make.check(room=room, person=person, done_at=NOON - timedelta(days=day))
    first = fetch(technician, "/checks?result=pass")
    second = fetch(technician, first.link("Older"))

    assert (len(first.rows), len(second.rows)) == (LIST_SIZE + 1, 2)
    assert "result=pass" in first.link("Older")
    assert "page=1" in second.link("Newer")


def test_one_check_is_told_in_full(technician: FlaskClient, make: Builder) -> None:
    room = make.room(name="2.14")
    unit = make.equipment(room=room, name="Heating")
    check = make.check(room=room, result=Result.FAIL, note="Cold outside")
    item = make.check_item(kind=ItemKind.NUMBER, unit="°C")
    fault = make.fault(equipment=unit)
    make.finding(
        check=check,
        equipment=unit,
        item=item,
        item_text="Temperature",
        result=Result.FAIL,
        reading=12.5,
        unit="°C",
        note="At the door",
        fault=fault,
    )
    make.finding(check=check, equipment=unit, result=Result.NOT_CHECKED, reason=Reason.NO_TIME)
    page = fetch(technician, f"/checks/{check.id}")

    assert page.h1 == "2.14"
    for words in ("Heating", "Temperature: 12.5 °C", "At the door", "no time", "Cold outside"):
        assert words in page.main
    assert f"/faults/{fault.id}" in page.links
    assert "Received" not in page.main


def test_a_check_that_was_sent_later_says_so(technician: FlaskClient, make: Builder) -> None:
    check = make.check(received_at=NOON)

    assert "Received" in fetch(technician, f"/checks/{check.id}").main


def test_a_check_that_is_not_there_is_not_found(technician: FlaskClient) -> None:
    assert technician.get("/checks/99").status_code == 404


def test_visitors_see_no_list_of_checks(client: FlaskClient, make: Builder) -> None:
    check = make.check()

    for address in ("/checks", f"/checks/{check.id}"):
        assert client.get(address).location.startswith("/sign-in")
