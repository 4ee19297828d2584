"""A terse list of work orders goes in through the page and the command, unedited."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.checks.models import PastWork
from app.extensions import db
from app.places.models import Room
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.uploads import applied, looked_again, sent
from tests.pages import fetch

pytestmark = pytest.mark.usefixtures("types")

ORDERS = csv_bytes(
    "WO_Type,PONumber,Work_Order_Basic_Start_Date,ACtStartDate,ShortText,WorkCentre,"
    "Functional_Location_Description,SiteID,AssetID,SiteName,TotalCost",
    "PM01,2374,13/09/2001,0/1/00,1000 hr mechanical and lube service,WC1,drill,S1,AID5,Removed,",
    "PM01,2255,28/02/2006,0/1/00,2 lights out on machine,WC1,lights & power,S1,AID8,Removed,",
    "PM01,2079,1/02/2006,22/02/2006,3 x 240 volt lights out,WC1,lights,S1,AID5,FALSE,",
)


@pytest.fixture
def room(make: Builder) -> Room:
    return make.room(building=make.building(name="Works"), floor=None, name="Yard")


def days() -> list[dt.date]:
    return list(db.session.scalars(select(PastWork.done_on).order_by(PastWork.id)))


@pytest.mark.usefixtures("room")
def test_without_a_room_each_line_says_what_to_do(manager: FlaskClient) -> None:
    page = sent(manager, ORDERS, "orders.csv")
    assert "give one room for all rows: then this is told as work in that room" in page.text


def test_with_one_room_for_all_rows_it_goes_in_through_the_page(
    manager: FlaskClient, room: Room
) -> None:
    page = sent(manager, ORDERS, "orders.csv")
    page = looked_again(page, **{"constant.building": "Works", "constant.room": "Yard"})
    applied(page)
    assert days() == [dt.date(2001, 9, 13), dt.date(2006, 2, 28), dt.date(2006, 2, 22)]
    shown = fetch(manager, f"/rooms/{room.id}").text
    assert "2 lights out on machine AssetID: AID8" in shown
    assert "No check has been logged here yet." in shown


@pytest.mark.usefixtures("room")
def test_with_one_room_for_all_rows_it_goes_in_through_the_command(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("lists") / "orders.csv"
    file.write_bytes(ORDERS)
    words = ["import", str(file), "--building", "Works", "--set", "room=Yard", "--apply"]
    done = app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    assert "Read 3: 3 create, 0 change, 0 same, 0 refused." in done.output
    assert len(days()) == 3
    assert "3 same" in app.test_cli_runner().invoke(args=words).output


def test_a_list_without_any_day_is_refused_in_one_sentence(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("lists") / "modes.csv"
    file.write_bytes(csv_bytes("input,ground_truth,prediction", "ejected,Minor,Leaking"))
    done = app.test_cli_runner().invoke(args=["import", str(file), "--kind", "history"])
    assert done.exit_code == 1
    assert "No column of this list was found to be the day on which the work was" in done.output


def test_a_day_to_come_is_refused_on_the_page(manager: FlaskClient, room: Room) -> None:
    lines = csv_bytes("Done on,Short text,Result,Room,Building", "2099-01-01,Lamp,ok,Yard,Works")
    page = sent(manager, lines, "orders.csv")
    assert "2099-01-01 has not come yet: past work can't be of that day." in page.text
