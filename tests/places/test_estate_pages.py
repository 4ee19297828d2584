"""The pages about buildings, floors, sites and support calendars."""

from datetime import time

from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.places import queries
from app.places.models import Building, Site, SupportCalendar
from app.places.support import LAST_MINUTE
from tests.builders import Builder
from tests.pages import fetch, read


def test_an_estate_is_built_from_nothing(manager: FlaskClient) -> None:
    page = fetch(manager, fetch(manager, "/rooms").link("Add a support calendar"))
    page.form("/support-calendars/new").send({"name": "AV desk", "phone": "5555"})
    page = fetch(manager, fetch(manager, "/rooms").link("Add a site"))
    page.form("/sites/new").send({"name": "North", "support_calendar": "1"})
    page = fetch(manager, fetch(manager, "/rooms").link("Add a building"))
    page.form("/buildings/new").send({"name": "Hall", "site": "1"})
    page = fetch(manager, fetch(manager, "/rooms").link("Add a room"))
    page.form("/rooms/new").send({"name": "2.01", "building": "1"})
    assert fetch(manager, "/rooms").rows[1][:2] == ["2.01", "Hall"]


def test_each_page_asks_first_for_what_it_needs(manager: FlaskClient, make: Builder) -> None:
    for address in ("/sites", "/sites/new", "/buildings", "/buildings/new", "/support-calendars"):
        assert fetch(manager, address).link("Add a support calendar")
    make.support_calendar()
    for address in ("/sites", "/buildings", "/buildings/new", "/rooms/new"):
        assert fetch(manager, address).link("Add a site")


def test_buildings_stand_with_their_floors_from_the_lowest_up(
    manager: FlaskClient, make: Builder
) -> None:
    building = make.building(name="Hall")
    for label, position in (("1", 1), ("EG", 0), ("UG", -1)):
        make.floor(building=building, label=label, position=position)
    make.room(building=building)
    assert fetch(manager, "/buildings").rows[1][:3] == ["Hall", "UG · EG · 1", "1"]


def test_a_building_is_renamed_and_gets_a_floor(manager: FlaskClient, make: Builder) -> None:
    building = make.building(name="Hall")
    address = f"/buildings/{building.id}/edit"
    fetch(manager, address).form(address).send({"name": "Old Hall"})
    page = fetch(manager, address)
    floors = f"/buildings/{building.id}/floors"
    assert page.form(floors).send({"floor": "EG"}).status_code == 303
    twice = read(page.form(floors).send({"floor": "EG"}), 422, manager)
    assert twice.errors == ["Old Hall has a floor “EG” already."]
    assert twice.form(floors).filled["floor"] == "EG"
    assert [floor.label for floor in queries.floors(building.id)] == ["EG"]


def test_a_building_twice_on_one_site_is_refused(manager: FlaskClient, make: Builder) -> None:
    building = make.building(name="Hall")
    form = fetch(manager, "/buildings/new").form("/buildings/new")
    page = read(form.send({"name": "Hall", "site": str(building.site_id)}), 422, manager)
    assert page.errors == ["There is “Hall” already. Choose another name."]
    assert db.session.scalars(select(Building)).all() == [building]
    other = make.building()
    address = f"/buildings/{other.id}/edit"
    form = fetch(manager, address).form(address)
    sent = form.send({"name": "Hall", "site": str(building.site_id)})
    assert "There is “Hall” already" in read(sent, 422).errors[0]


def test_a_site_is_renamed_and_answered_for_by_another_calendar(
    manager: FlaskClient, make: Builder
) -> None:
    site, calendar = make.site(), make.support_calendar(name="Night desk", phone="7777")
    address = f"/sites/{site.id}/edit"
    form = fetch(manager, address).form(address)
    form.send({"name": "West", "support_calendar": str(calendar.id)})
    assert fetch(manager, "/sites").rows[1][:3] == ["West", "Night desk", "7777"]
    other = make.site(name="East")
    form = fetch(manager, address).form(address)
    assert "“East” already" in read(form.send({"name": "East"}), 422, manager).errors[0]
    assert db.session.get_one(Site, other.id).name == "East"


def test_a_new_calendar_begins_with_office_hours(manager: FlaskClient) -> None:
    form = fetch(manager, "/support-calendars/new").form("/support-calendars/new")
    form.send(
        {
            "name": "AV desk",
            "phone": "+44 20 5555 0100",
            "timezone": "Europe/London",
            "opens_4": "09:00",
            "opens_5": "00:00",
            "closes_5": "23:59",
            "opens_6": "12:00",
            "closes_6": "00:00",
        }
    )
    calendar = db.session.scalars(select(SupportCalendar)).one()
    assert [hours.weekday for hours in calendar.hours] == list(range(7))
    assert calendar.hours[6].closes == LAST_MINUTE
    hours = fetch(manager, "/support-calendars").rows[1][2]
    assert hours.startswith("Monday–Thursday 8:00")
    assert "; Friday 9:00" in hours
    assert "; Saturday all day; Sunday 12:00" in hours


def test_a_calendar_is_changed_and_a_day_closed(manager: FlaskClient, make: Builder) -> None:
    calendar = make.support_calendar()
    address = f"/support-calendars/{calendar.id}/edit"
    form = fetch(manager, address).form(address)
    assert (form.filled["opens_0"], form.filled["opens_6"]) == ("08:00", "")
    form.send({"phone": "7777", "opens_4": "", "closes_4": ""})
    db.session.refresh(calendar)
    assert calendar.phone == "7777"
    assert [hours.weekday for hours in calendar.hours] == [0, 1, 2, 3]


def test_a_calendar_that_could_not_work_is_refused_beside_the_field(
    manager: FlaskClient, make: Builder
) -> None:
    calendar = make.support_calendar()
    address = f"/support-calendars/{calendar.id}/edit"
    form = fetch(manager, address).form(address)
    closed = {f"{end}_{day}": "" for end in ("opens", "closes") for day in range(5)}
    for typed, sentence in (
        ({"closes_2": ""}, "Enter both times, or neither where support is closed."),
        ({"opens_3": "19:00"}, "Support has to open before it closes."),
        ({"phone": "call us"}, "Please enter a phone number"),
        ({"name": ""}, "Enter a name."),
        ({"opens_1": "25:99"}, "Not a valid time value."),
    ):
        page = read(form.send(typed), 422, manager)
        assert page.errors[0].startswith(sentence)
        filled = page.form(address).filled
        assert {name: filled[name] for name in typed} == typed
    assert "Say on which days" in read(form.send(closed), 422, manager).main
    db.session.refresh(calendar)
    assert (calendar.hours[3].opens, calendar.phone) == (time(8), "+44 20 5555 0100")
