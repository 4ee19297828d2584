"""The items of a job plan: changed from now on, while what was checked keeps those it had."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from app.checks.models import Check, CheckItem, Finding, ItemKind, JobPlan, Result, Scope
from app.checks.queries import check_lists
from app.equipment.queries import units_in
from app.extensions import db
from app.photos.models import Photo
from tests.builders import Builder
from tests.pages import Page, fetch, read


def _items(plan: JobPlan) -> list[str]:
    wanted = select(CheckItem.text).where(CheckItem.job_plan_id == plan.id)
    in_force = wanted.where(CheckItem.until_version.is_(None))
    return list(db.session.scalars(in_force.order_by(CheckItem.position)))


def _send(manager: FlaskClient, address: str, **typed: object) -> int:
    return fetch(manager, address).form(address).send(typed).status_code


def _refused(manager: FlaskClient, address: str, **typed: object) -> Page:
    return read(fetch(manager, address).form(address).send(typed), 422, manager)


def _checked(make: Builder, item: CheckItem) -> Finding:
    """The item was answered at a unit that its plan is for."""
    kind = make.equipment_type()
    unit = make.equipment(model=make.model(type=kind))
    plan = db.session.get_one(JobPlan, item.job_plan_id)
    plan.type_id = kind.id
    db.session.commit()
    check = make.check(room=unit.room)
    return make.finding(
        check=check, equipment=unit, item=item, item_text=item.text, result=Result.FAIL
    )


def test_items_of_every_kind_are_added_at_the_end(manager: FlaskClient, make: Builder) -> None:
    plan = make.job_plan(items=0)
    address = f"/checks/plans/{plan.id}/items/new"
    for typed in (
        {"text": "Image fills the screen", "kind": "pass_fail", "hint": "From the last row."},
        {"text": "Lamp", "kind": "number", "unit": "h", "minimum": "0", "maximum": "2000"},
        {"text": "Battery expires", "kind": "date", "past_fails": "y"},
        {"text": "Filter", "kind": "choice", "choices": "clean\ndusty\n!torn"},
        {"text": "What was seen", "kind": "text", "optional": "y"},
        {"text": "The rack", "kind": "photo"},
    ):
        assert _send(manager, address, **typed) == 303

    text = fetch(manager, f"/checks/plans/{plan.id}").text
    assert _items(plan) == [
        *("Image fills the screen", "Lamp", "Battery expires"),
        *("Filter", "What was seen", "The rack"),
    ]
    for said in (
        "From the last row.",
        "A number · from 0 to 2,000 h",
        "A date · not fine when it has passed",
        "torn (not fine)",
        "Words · may be left out",
    ):
        assert said in text


def test_a_finished_check_keeps_the_item_that_it_was_made_with(
    manager: FlaskClient, make: Builder
) -> None:
    plan = make.job_plan(items=0)
    old = make.check_item(job_plan=plan, text="Lamp below 2000 h", code="LAMP")
    finding = _checked(make, old)

    _send(manager, f"/checks/plans/{plan.id}/items/{old.id}/edit", text="Lamp below 1500 h")

    assert (finding.item_id, finding.item_text) == (old.id, "Lamp below 2000 h")
    assert (old.text, old.until_version, plan.version) == ("Lamp below 2000 h", 1, 2)
    new = db.session.scalars(select(CheckItem).where(CheckItem.code == "LAMP")).one()
    assert (new.text, new.since_version, new.until_version) == ("Lamp below 1500 h", 2, None)
    assert "Lamp below 2000 h" in fetch(manager, f"/checks/{finding.check_id}").text


def test_the_next_check_asks_for_the_new_version(manager: FlaskClient, make: Builder) -> None:
    plan = make.job_plan(items=0)
    first, second = (make.check_item(job_plan=plan, text=text) for text in ("One", "Two"))
    finding = _checked(make, first)
    _send(manager, f"/checks/plans/{plan.id}/items/{first.id}/edit", text="One, anew")
    edit = fetch(manager, f"/checks/plans/{plan.id}/items/{second.id}/edit")
    edit.form(f"/checks/plans/{plan.id}/items/{second.id}/remove").send()
    _send(manager, f"/checks/plans/{plan.id}/items/new", text="Three")

    (unit,) = units_in(db.session.get_one(Check, finding.check_id).room_id)
    assert [item.text for item in check_lists([unit], Scope.SERVICE)[unit.id]] == [
        "One, anew",
        "Three",
    ]
    assert plan.version == 4


def test_a_plan_that_was_never_used_is_changed_in_place(
    manager: FlaskClient, make: Builder
) -> None:
    plan = make.job_plan(items=2)
    first, second = db.session.scalars(select(CheckItem).order_by(CheckItem.id))
    _send(manager, f"/checks/plans/{plan.id}/items/{first.id}/edit", text="Better words")
    page = fetch(manager, f"/checks/plans/{plan.id}/items/{second.id}/edit")
    page.form(f"/checks/plans/{plan.id}/items/{second.id}/remove").send()

    assert plan.version == 1
    assert db.session.scalars(select(CheckItem.text)).all() == ["Better words"]


def test_all_fine_of_the_whole_unit_is_use_of_its_plan(manager: FlaskClient, make: Builder) -> None:
    unit = make.equipment()
    finding = make.finding(equipment=unit)
    plan = make.job_plan(model=unit.model, type=make.equipment_type())
    assert finding.item_id is None

    _send(manager, f"/checks/plans/{plan.id}/items/new", text="One more")

    assert plan.version == 2


def test_saving_an_item_as_it_is_makes_no_version(manager: FlaskClient, make: Builder) -> None:
    item = make.check_item(text="Clean", hint="With a cloth")
    finding = _checked(make, item)
    _send(manager, f"/checks/plans/{item.job_plan_id}/items/{item.id}/edit")
    assert (item.until_version, finding.item_id) == (None, item.id)


def test_items_are_put_in_order_by_buttons(manager: FlaskClient, make: Builder) -> None:
    plan = make.job_plan(items=0)
    for text in ("One", "Two", "Three"):
        make.check_item(job_plan=plan, text=text)
    address = f"/checks/plans/{plan.id}"

    fetch(manager, address).form(button="Move up: Three").send(press="Move up: Three")
    fetch(manager, address).form(button="Move down: One").send(press="Move down: One")
    assert "Move up: Three" not in fetch(manager, address).text

    assert _items(plan) == ["Three", "One", "Two"]
    assert plan.version == 1


def test_an_item_bears_a_picture_that_was_painted_anew(manager: FlaskClient, make: Builder) -> None:
    item = make.check_item()
    address = f"/checks/plans/{item.job_plan_id}/items/{item.id}/edit"
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "PNG")
    file.seek(0)
    assert _send(manager, address, photo=(file, "where.png")) == 303

    photo = db.session.scalars(select(Photo)).one()
    assert f"/photos/{photo.key}" in manager.get(address).get_data(as_text=True)
    assert _send(manager, address, no_photo="y") == 303
    assert item.picture_id is None


def test_a_file_that_is_no_picture_is_refused(manager: FlaskClient, make: Builder) -> None:
    item = make.check_item()
    address = f"/checks/plans/{item.job_plan_id}/items/{item.id}/edit"
    page = _refused(manager, address, photo=(io.BytesIO(b"<svg/>"), "x.png"), text="Other words")
    assert page.errors
    assert page.form(address).filled["text"] == "Other words"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": " "}, "Enter what is looked at."),
        (
            {"kind": "number", "minimum": "5", "maximum": "4"},
            "The highest has to be above the lowest.",
        ),
        ({"kind": "number", "minimum": "nan"}, "Enter a number."),
        (
            {"kind": "choice", "choices": "clean\n!\n"},
            "Enter at least two answers, each on its own line.",
        ),
        ({"kind": "choice", "choices": "a\n!b\nb"}, "One answer stands there twice."),
    ],
)
def test_an_item_that_can_not_be_answered_is_refused_in_a_sentence(
    manager: FlaskClient, make: Builder, typed: dict[str, object], sentence: str
) -> None:
    plan = make.job_plan(items=0)
    address = f"/checks/plans/{plan.id}/items/new"
    assert sentence in _refused(manager, address, **({"text": "Filter"} | typed)).errors
    assert _items(plan) == []


def test_a_reading_that_a_plan_follows_stays(manager: FlaskClient, make: Builder) -> None:
    item = make.check_item(kind=ItemKind.NUMBER, code="LAMP")
    make.job_plan(name="New lamp", rrule="", reading_code="LAMP", reading_every=2000)
    sentence = "“New lamp” is due by this reading. Let it follow another one first."
    address = f"/checks/plans/{item.job_plan_id}/items/{item.id}"

    assert sentence in _refused(manager, f"{address}/edit", kind="text").errors
    answer = fetch(manager, f"{address}/edit").form(f"{address}/remove").send()
    assert sentence in read(answer, 409).text
