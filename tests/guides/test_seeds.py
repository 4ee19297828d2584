"""The guides that come with Roomworthy."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.equipment.models import EquipmentType, Symptom, TypeSymptom
from app.equipment.seeds import plant_types
from app.extensions import db
from app.guides.models import Guide
from app.guides.rendering import rendered
from app.guides.seeds import plant_guides, shipped_guides
from tests.builders import NOON, Builder
from tests.pages import fetch


@pytest.fixture
def planted(make: Builder) -> None:
    plant_types()
    plant_guides(at=NOON)
    db.session.commit()


def _number() -> int:
    return db.session.scalar(select(func.count()).select_from(Guide)) or 0


@pytest.mark.usefixtures("planted")
def test_fourteen_guides_are_there_and_planting_again_changes_nothing() -> None:
    assert _number() == 14
    plant_guides(at=NOON)
    assert _number() == 14


@pytest.mark.usefixtures("planted")
def test_a_guide_that_was_renamed_or_taken_out_of_use_does_not_come_back() -> None:
    first, second = db.session.scalars(select(Guide).order_by(Guide.id).limit(2))
    first.title, second.retired_at = "Ours", NOON
    plant_guides(at=NOON)

    assert _number() == 14
    assert (first.title, second.retired_at) == ("Ours", NOON)


@pytest.mark.usefixtures("planted")
def test_each_is_against_a_harmless_symptom_that_its_type_can_have() -> None:
    asked = select(EquipmentType.slug, Symptom.code, Symptom.danger)
    asked = asked.join(TypeSymptom, TypeSymptom.type_id == EquipmentType.id)
    known = {
        (slug, code): danger
        for slug, code, danger in db.session.execute(asked.join(TypeSymptom.symptom))
    }
    for each in shipped_guides():
        assert known[each["type"], each["symptom"]] is False, each


@pytest.mark.parametrize("each", shipped_guides(), ids=lambda each: each["title"])
def test_each_is_a_short_list_of_steps(each: dict[str, str]) -> None:
    html = rendered(each["body"])
    assert 3 <= html.count("<li>") <= 5
    assert len(each["body"]) < 600


@pytest.mark.usefixtures("planted")
def test_help_stands_at_a_tag_from_the_first_day(client: FlaskClient, make: Builder) -> None:
    kind = db.session.scalars(select(EquipmentType).filter_by(slug="projector")).one()
    unit = make.equipment(room=make.room(name="2.14"), model=make.model(type=kind))
    tag = make.tag(room=unit.room)

    page = fetch(client, f"/t/{tag.code}/help?unit={unit.id}&symptom=NO_PICTURE")
    assert "The projector shows no picture" in page.main
