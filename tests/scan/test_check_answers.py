"""Lines of a check that are chosen, written or photographed, and photos of what is broken."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.checks.models import Check, CheckItem, CheckPhoto, Finding, ItemKind, Reason, Result
from app.codes.models import Tag
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault
from app.photos.models import Photo
from tests.builders import NOON, Builder
from tests.pages import Page, fetch, read
from tests.photos.corpus import drawn, png, saved

LOG = "Log this check"
AGAIN = "Choose this photo again: the browser did not keep it."


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag(room=make.room(name="2.14"))


@pytest.fixture
def unit(make: Builder, tag: Tag) -> Equipment:
    return make.equipment(room=tag.room, name="Hood")


def _item(make: Builder, unit: Equipment, **given: Any) -> CheckItem:
    plan = make.job_plan(type=unit.model.type, name=f"Plan {given['kind']}", items=0)
    return make.check_item(job_plan=plan, **given)


def _choice(make: Builder, unit: Equipment, **given: Any) -> CheckItem:
    lines = "Clean\nDusty\n! Torn\n"
    return _item(make, unit, kind=ItemKind.CHOICE, text="Filter", choices=lines, **given)


def _open(client: FlaskClient, tag: Tag) -> Page:
    return fetch(client, f"/t/{tag.code}/check")


def _send(client: FlaskClient, tag: Tag, typed: dict[str, Any]) -> Any:
    return _open(client, tag).form(button=LOG).send(typed)


def _photo(width: int = 40) -> tuple[BytesIO, str]:
    return BytesIO(saved(drawn((width, 30)), "JPEG")), "p.jpg"


def _bomb() -> tuple[BytesIO, str]:
    return BytesIO(png(13_000, 13_000)), "p.png"


def _count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _findings() -> list[Finding]:
    return list(db.session.scalars(select(Finding).order_by(Finding.id)))


@pytest.mark.parametrize(
    ("chosen", "result", "faults"), [("Dusty", Result.PASS, 0), ("Torn", Result.FAIL, 1)]
)
def test_what_is_chosen_is_kept_and_judged_by_its_line(
    technician: FlaskClient,
    make: Builder,
    tag: Tag,
    unit: Equipment,
    chosen: str,
    result: Result,
    faults: int,
) -> None:
    item = _choice(make, unit)
    assert "! Torn" not in _open(technician, tag).text
    name = f"unit-{unit.id}-{item.id}"
    assert _send(technician, tag, {f"unit-{unit.id}": "pass", name: chosen}).status_code == 303

    finding = _findings()[-1]
    assert (finding.answer, finding.result) == (chosen, result)
    assert _count(Fault) == faults
    check = db.session.scalars(select(Check)).one()
    assert f"Filter: {chosen}" in fetch(technician, f"/checks/{check.id}").text


def test_all_fine_does_not_answer_what_has_to_be_chosen(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = _choice(make, unit)
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass"}), 422, technician)
    assert page.errors == ["Choose one, or say why not."]

    page.form(button=LOG).send({f"unit-{unit.id}-{item.id}-why": "no_time"})
    assert (_findings()[-1].result, _findings()[-1].reason) == (Result.NOT_CHECKED, Reason.NO_TIME)


def test_what_may_be_left_out_is_not_asked_again(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    _choice(make, unit, optional=True)

    assert _send(technician, tag, {f"unit-{unit.id}": "pass"}).status_code == 303


def test_an_answer_that_is_none_of_the_choices_is_refused(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = _choice(make, unit)
    name = f"unit-{unit.id}-{item.id}"
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass", name: "Gone"}), 422)

    assert page.errors == ["The answers have changed meanwhile. Choose again."]


def test_what_is_written_is_for_staff_alone(
    technician: FlaskClient, client: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = _item(make, unit, kind=ItemKind.TEXT, text="Serial number on the label")
    name = f"unit-{unit.id}-{item.id}"
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass"}), 422, technician)
    assert page.errors == ["Write it, or say why not."]

    page.form(button=LOG).send({name: "SN 4711"})
    check = db.session.scalars(select(Check)).one()
    assert "Serial number on the label: SN 4711" in fetch(technician, f"/checks/{check.id}").text
    assert "4711" not in fetch(client, f"/t/{tag.code}").text


def test_an_answer_and_a_reason_for_none_cannot_both_stand(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = _item(make, unit, kind=ItemKind.TEXT, text="Serial number")
    name = f"unit-{unit.id}-{item.id}"
    typed = {f"unit-{unit.id}": "pass", name: "SN", f"{name}-why": "locked"}
    page = read(_send(technician, tag, typed), 422, technician)

    assert page.errors == ["You gave an answer, and a reason for having none. Keep one."]
    assert page.form(button=LOG).filled[name] == "SN"


def test_a_photo_that_is_asked_for_stands_with_its_line(
    technician: FlaskClient, client: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    item = _item(make, unit, kind=ItemKind.PHOTO, text="The gauge")
    page = read(_send(technician, tag, {f"unit-{unit.id}": "pass"}), 422, technician)
    assert page.errors == ["Take the photo, or say why not."]

    page.form(button=LOG).send({f"unit-{unit.id}-{item.id}": _photo()})
    taken = db.session.scalars(select(CheckPhoto)).one()
    photo = db.session.get_one(Photo, taken.photo_id)
    assert taken.finding_id == _findings()[-1].id
    address = f"/photos/{photo.key}"
    assert address in fetch(technician, f"/checks/{taken.check_id}").links
    assert technician.get(address).mimetype == "image/jpeg"
    assert photo.key not in client.get(f"/t/{tag.code}").text
    assert client.get(address).status_code == 302


def test_a_problem_bears_its_photos_on_to_the_fault(
    technician: FlaskClient, client: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    name = f"unit-{unit.id}"
    photos = [_photo(40), _photo(41), _photo(42)]
    _send(technician, tag, {name: "fail", f"{name}-note": "Burnt", f"{name}-photo": photos})

    fault = db.session.scalars(select(Fault)).one()
    page = fetch(technician, f"/faults/{fault.id}")
    found = fetch(technician, page.link("What checks found, with photos"))
    keys = db.session.scalars(select(Photo.key).order_by(Photo.id)).all()
    assert [link for link in found.links if "/photos/" in link] == [f"/photos/{k}" for k in keys]
    assert len(keys) == 3
    assert "Burnt" in found.text
    public = client.get(f"/t/{tag.code}").text
    assert not [key for key in keys if key in public]


def test_a_fourth_photo_of_a_problem_is_refused(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    name = f"unit-{unit.id}"
    photos = [_photo() for _ in range(4)]
    sent = _send(technician, tag, {name: "fail", f"{name}-note": "x", f"{name}-photo": photos})

    assert "Please send at most 3 photos." in read(sent, 422).text
    assert (_count(Photo), _count(Check)) == (0, 0)


def test_a_photo_that_is_a_bomb_is_refused_and_nothing_typed_is_lost(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    other = make.equipment(room=tag.room)
    name = f"unit-{unit.id}"
    typed = {
        f"unit-{other.id}": "fail",
        f"unit-{other.id}-note": "Dark",
        f"unit-{other.id}-photo": _photo(),
        name: "fail",
        f"{name}-note": "Burnt",
        f"{name}-photo": _bomb(),
    }
    page = read(_send(technician, tag, typed), 422, technician)

    assert [error for error in page.errors if "megapixels" in error]
    assert AGAIN in page.errors
    assert f"#{name}-photo" in page.links
    filled = page.form(button=LOG).filled
    assert (filled[f"{name}-note"], filled[f"unit-{other.id}-note"]) == ("Burnt", "Dark")
    assert (_count(Check), _count(Photo), _count(Fault)) == (0, 0, 0)


def test_photos_are_asked_for_again_when_something_else_is_missing(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    name = f"unit-{unit.id}"
    page = read(_send(technician, tag, {name: "fail", f"{name}-photo": _photo()}), 422)

    assert AGAIN in page.errors


def test_the_same_form_with_its_photos_again_is_one_check(
    technician: FlaskClient, tag: Tag, unit: Equipment
) -> None:
    form, name = _open(technician, tag).form(button=LOG), f"unit-{unit.id}"
    for _ in range(2):
        form.send({name: "fail", f"{name}-note": "Burnt", f"{name}-photo": _photo()})

    assert (_count(Check), _count(Photo), _count(CheckPhoto)) == (1, 1, 1)


def test_how_a_line_is_done_is_shown_with_its_picture(
    technician: FlaskClient, make: Builder, tag: Tag, unit: Equipment
) -> None:
    picture = Photo(
        key="k" * 32, media_type="image/jpeg", width=40, height=30, size=9, taken_in_at=NOON
    )
    db.session.add(picture)
    db.session.flush()
    _choice(make, unit, picture_id=picture.id, hint="Hold it against the light")
    page = _open(technician, tag)

    assert "How it is done Hold it against the light" in page.text
    assert page.document.all("img")[0].get("src") == f"/photos/{picture.key}"
