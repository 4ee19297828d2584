"""Help first: what to try stands before the report; what helped is counted, not reported."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.codes.models import Tag
from app.equipment import queries as equipment
from app.equipment.models import Equipment, EquipmentModel, Symptom
from app.extensions import db
from app.faults.models import Fault, Report
from app.guides import service
from app.guides.models import Guide, GuideKind, Solved
from app.guides.service import About, Wording
from tests.builders import Builder
from tests.pages import fetch


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def projector(make: Builder, tag: Tag) -> Equipment:
    dark = make.symptom(code="NO_PICTURE", label="No picture", self_help="Push the cable in.\nMore")
    smell = make.symptom(code="OVERHEAT", label="Smell", self_help="Leave.", danger=True)
    mute = make.symptom(code="NO_SOUND", label="No sound", self_help="")
    kind = make.equipment_type(symptoms=(dark, smell, mute), icon="projector")
    return make.equipment(room=tag.room, model=make.model(type=kind), name="Projector left")


def guide(unit: Equipment, level: str, title: str, symptom: str = "NO_PICTURE") -> Guide:
    model = equipment.model(unit.model_id)
    assert model
    abouts = {
        "unit": About(model.type, model, unit),
        "model": About(model.type, model),
        "type": About(model.type),
    }
    named = db.session.scalar(select(Symptom).where(Symptom.code == symptom))
    wording = Wording(GuideKind.SELF_HELP, title, "1. Do it.", named)
    return service.write(abouts[level], wording, None, at=clock.now())


def report_page(client: FlaskClient, tag: Tag, unit: Equipment) -> Any:
    return fetch(client, f"/t/{tag.code}/report?unit={unit.id}")


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def taps(page: Any) -> list[str]:
    """What the buttons "That solved it" say, in order."""
    buttons = page.document.all("button")
    return [each.get("value", "") for each in buttons if each.get("name") == "solved"]


def tap(client: FlaskClient, page: Any, what: str) -> Any:
    form = page.form(f"/t/{page.response.request.path.split('/')[2]}/solved")
    return form.send({"solved": what})


def test_what_to_try_stands_before_the_report_is_sent(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    page = report_page(client, tag, projector)
    assert taps(page) == ["NO_PICTURE:steps"]
    assert "Push the cable in. More That solved it" in page.main
    assert "Leave. Report it" in page.main
    sent = page.form(f"/t/{tag.code}/report").send({"symptom": "NO_PICTURE"})
    assert fetch(client, sent.location).h1 == "No picture"
    assert count(Report) == 1
    assert count(Solved) == 0


def test_the_nearest_guides_win_and_three_are_enough(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    guide(projector, "type", "For all projectors")
    assert "For all projectors" in report_page(client, tag, projector).main
    for number in range(4):
        guide(projector, "model", f"For this model {number}")
    page = report_page(client, tag, projector)
    assert "For all projectors" not in page.main
    assert "Push the cable in. More" not in page.main
    assert len(taps(page)) == 3
    mine = guide(projector, "unit", "For this one")
    assert taps(report_page(client, tag, projector)) == [f"NO_PICTURE:{mine.id}"]


def test_a_guide_in_general_helps_where_none_is_against_the_symptom(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    general = guide(projector, "model", "Start it anew", symptom="")
    page = report_page(client, tag, projector)
    both = ["NO_PICTURE:steps", f"NO_PICTURE:{general.id}", f"NO_SOUND:{general.id}"]
    assert taps(page) == both


def test_staffs_and_retired_guides_are_not_shown_to_visitors(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    about = About(db.session.get_one(EquipmentModel, projector.model_id).type)
    staffs = Wording(GuideKind.PROCEDURE, "For staff alone", "Secret")
    service.write(about, staffs, None, at=clock.now())
    service.retire(guide(projector, "model", "Long gone"), at=clock.now())
    main = report_page(client, tag, projector).main
    assert "For staff alone" not in main
    assert "Long gone" not in main


def test_what_helped_is_counted_once_and_reports_nothing(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    mine = guide(projector, "model", "Press Input")
    page = report_page(client, tag, projector)
    for _ in range(2):
        sent = tap(client, page, f"NO_PICTURE:{mine.id}")
        assert "Good that it works again" in fetch(client, sent.location).main
    kept = db.session.scalars(select(Solved)).one()
    assert (kept.guide_id, kept.equipment_id, kept.room_id) == (
        mine.id,
        projector.id,
        tag.room_id,
    )
    assert (count(Fault), count(Report)) == (0, 0)


@pytest.mark.parametrize(
    "told", ["", "OVERHEAT:steps", "NOTHING:steps", "NO_PICTURE", ":", "\0:\0", "NO_PICTURE:99999"]
)
def test_what_is_sent_by_hand_counts_only_where_it_was_offered(
    client: FlaskClient, tag: Tag, projector: Equipment, told: str
) -> None:
    sent = tap(client, report_page(client, tag, projector), told)
    assert sent.status_code == 303
    of_guides = db.session.scalars(select(Solved.guide_id)).all()
    assert of_guides == ([None] if told.startswith("NO_PICTURE") else [])


def test_the_page_of_one_symptom_leads_to_a_report_that_keeps_what_was_chosen(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    page = fetch(client, f"/t/{tag.code}/help?unit={projector.id}&symptom=NO_PICTURE")
    assert page.h1 == "No picture"
    form = fetch(client, page.link("It didn't help: report")).form(f"/t/{tag.code}/report")
    assert (form.filled["unit"], form.filled["symptom"]) == (str(projector.id), "NO_PICTURE")
    for odd in ("", "?unit=room&symptom=x", f"?unit={projector.id}&symptom=NO_SOUND"):
        assert client.get(f"/t/{tag.code}/help{odd}").status_code == 302


def test_the_figure_stands_on_the_page_of_guides(
    client: FlaskClient, manager: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    tap(client, report_page(client, tag, projector), "NO_PICTURE:steps")
    main = fetch(manager, "/guides").main
    assert "1 calls avoided this month" in main
    assert "1 person said" in main
