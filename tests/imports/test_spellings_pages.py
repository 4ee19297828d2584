"""A person decides what the words of a sent file mean, on its page, and can forget it again."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.equipment.models import EquipmentModel, EquipmentType
from app.errors import Refusal
from app.extensions import db
from app.imports.deciding import queries, questions
from app.imports.deciding.clusters import Cluster
from app.imports.deciding.service import Decision
from app.imports.models import Spelling, Spelt
from app.imports.runs import telling
from tests.builders import Builder
from tests.imports.files import csv_bytes
from tests.imports.uploads import applied, sent
from tests.pages import Page, fetch, read

pytestmark = pytest.mark.usefixtures("types")

MESSY = (
    "Building,Room,Type,Manufacturer,Model,Asset tag",
    "Hall,1,Beamer,Epson,EB-L200F,1",
    "Hall,1,Beamer,Epson,EB-L200F,2",
    "Hall,1,Beamer,EPSON Corp.,EB L200F,3",
    "Hall,1,Beamer,Espon,EBL200F,4",
    "Hall,1,Backhoe,Cat,B-1,5",
)


def asked(manager: FlaskClient, *lines: str) -> Page:
    return sent(manager, csv_bytes(*(lines or MESSY)), "units.csv")


def pressed(page: Page, button: str = "Remember what is chosen", **typed: str) -> Page:
    """The page after the questions were answered."""
    answer = page.form(button=button).send(typed, press=button)
    assert answer.status_code == 303, read(answer, 422).main
    assert page.client
    return fetch(page.client, answer.location)


def field(page: Page, start: str, of: int = 0) -> str:
    """The name of a field of the questions."""
    names = [name for name in page.form(button="Remember what is chosen").filled if start in name]
    return list(dict.fromkeys(names))[of]


def meant() -> dict[str, str]:
    return {each.said: each.meant for each in db.session.scalars(select(Spelling))}


def test_the_spellings_are_asked_about_and_what_is_suggested_is_remembered(
    manager: FlaskClient,
) -> None:
    page = asked(manager)
    assert "Maker: are these 3 spellings one?" in page.main
    assert "Model of Epson: are these 3 spellings one?" in page.main
    again = pressed(page)
    assert "4 words are remembered" in again.text
    assert "spellings one?" not in again.main
    known = queries.decided()
    assert {known.maker(word) for word in ("Epson", "EPSON CORP.", "espon")} == {"Epson"}
    assert known.model("Epson", "eb l200f") == "EB-L200F"


def test_what_is_decided_is_what_is_stored(manager: FlaskClient, make: Builder) -> None:
    make.site()
    page = asked(manager)
    applied(pressed(page, **{field(page, "type."): "lighting"}))
    stored = db.session.execute(
        select(EquipmentModel.maker, EquipmentModel.model_number, EquipmentType.slug)
        .join(EquipmentType)
        .where(EquipmentModel.maker != "")
    )
    assert set(stored) == {("Epson", "EB-L200F", "projector"), ("Cat", "B-1", "lighting")}
    assert "Words that may mean the same" not in asked(manager).main


def test_another_spelling_is_typed_and_its_models_follow(manager: FlaskClient) -> None:
    page = asked(manager)
    pressed(page, **{field(page, "other."): " Seiko  Epson "})
    known = queries.decided()
    assert known.maker("Epson") == known.maker("Espon") == "Seiko Epson"
    assert known.model("Seiko Epson", "EBL200F") == "EB-L200F"


def test_words_that_are_different_are_not_asked_about_again(manager: FlaskClient) -> None:
    page = asked(manager)
    pressed(page, **{field(page, "meant."): questions.APART})
    known = queries.decided()
    assert [known.maker(each) for each in ("Epson", "ESPON")] == ["Epson", "Espon"]
    assert "Maker:" not in asked(manager).main


def test_what_is_left_for_later_is_asked_again(manager: FlaskClient) -> None:
    page = asked(manager)
    later = {field(page, "meant.", each): questions.LATER for each in (0, 1)}
    again = pressed(page, **later)
    assert "Nothing was decided" in again.text
    assert "Maker: are these 3 spellings one?" in again.main
    assert meant() == {}


def test_an_unknown_type_is_given_one_that_is_known(manager: FlaskClient) -> None:
    page = asked(manager)
    assert "Backhoe" in page.main
    again = pressed(page, **{field(page, "type."): "lighting"})
    assert queries.decided().type("backhoe") == "lighting"
    assert "Words for types" not in again.main


def test_what_a_forged_form_says_is_nothing_or_refused(manager: FlaskClient) -> None:
    page = asked(manager)
    wrong = {field(page, "meant.", each): "=Sony" for each in (0, 1)}
    assert "Nothing was decided" in pressed(page, **wrong).text
    page = asked(manager)
    form = page.form(button="Remember what is chosen")
    answer = form.send({field(page, "type."): "room"})
    assert "Choose a type of the list" in read(answer, 400).main
    answer = form.send({field(page, "other."): "x" * 201})
    assert "at most 200 characters" in read(answer, 400).main
    assert meant() == {}


def test_a_question_that_is_no_longer_asked_takes_no_answer(manager: FlaskClient) -> None:
    page = asked(manager)
    pressed(page)
    before = meant()
    form = page.form(button="Remember what is chosen")
    assert form.send({field(page, "meant."): questions.APART}).status_code == 303
    assert meant() == before


def test_a_file_that_is_being_stored_decides_nothing(
    manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(manager)

    def refuse(*given: object) -> None:
        raise Refusal("This list is just being stored.")

    monkeypatch.setattr(telling, "choose", refuse)
    assert page.form(button="Remember what is chosen").send().status_code == 409
    assert meant() == {}


def test_the_file_of_somebody_else_is_not_found(manager: FlaskClient, admin: FlaskClient) -> None:
    page = asked(manager)
    token = {"csrf_token": fetch(admin, "/imports").form().filled["csrf_token"]}
    for part in ("words", "profile", "like"):
        path = f"{page.response.request.path}/{part}"
        assert manager.post(path, data={}).status_code == 400
        assert admin.post(path, data=token).status_code == 404
    assert meant() == {}


def test_models_are_decided_within_the_maker_that_is_meant() -> None:
    model = Cluster("model", "Epson", (("A-1", 2), ("A1", 1)), "A-1")
    maker = Cluster("maker", "", (("EPSON Corp", 1),), "Epson")
    typed = {"other." + maker.key: "Seiko", "meant." + model.key: "=A-1"}
    assert list(questions.answered(typed, [model, maker], ())) == [
        Decision(Spelt.MAKER, "", "EPSON Corp", "Seiko"),
        Decision(Spelt.MODEL, "Seiko", "A1", "A-1"),
    ]


def many(count: int) -> tuple[str, ...]:
    """Lines with so many models that are each spelled in two ways."""
    models = [f"{spelt}{n}" for n in range(count) for spelt in ("AX-", "AX ")]
    return (MESSY[0], *(f"Hall,1,Beamer,Epson,{each},{n}" for n, each in enumerate(models)))


def test_many_questions_stand_twenty_at_a_time_and_one_button_takes_all_suggestions(
    manager: FlaskClient,
) -> None:
    page = asked(manager, *many(45))
    assert page.main.count("are these 2 spellings one?") == 20
    second = fetch(manager, page.link("More words"))
    assert "21–40 of 45" in second.main
    assert second.main.count("are these 2 spellings one?") == 20
    button = "Take what is suggested for all 45"
    apart = {field(second, "meant."): questions.APART}
    again = pressed(second, button, **apart)
    assert "46 words are remembered" in again.text
    assert "spellings one?" not in again.main
    assert len({spelt for spelt in meant().values() if spelt.startswith("AX-")}) >= 44


def test_the_page_beyond_the_last_is_the_last() -> None:
    cluster = Cluster("maker", "", (("A", 2), ("B", 1)), "A")
    typed = {"meant." + cluster.key: "=B"}
    assert list(questions.answered(typed, [cluster], ())) == [Decision(Spelt.MAKER, "", "A", "B")]
    assert list(questions.answered({"all": "1"}, [cluster], ())) == [
        Decision(Spelt.MAKER, "", "B", "A")
    ]
    assert list(questions.answered({}, [cluster], ())) == []


def test_what_was_decided_is_listed_searched_and_forgotten(
    manager: FlaskClient, make: Builder
) -> None:
    assert "Nothing was decided yet" in fetch(manager, "/imports/words").main
    page = asked(manager)
    pressed(page, **{field(page, "type."): "lighting"})
    page = fetch(manager, "/imports/words?q=epson+corp")
    (row,) = page.rows[1:]
    assert row[:3] == ["epson corp.", "Epson", "Maker"]
    assert "Lighting" in fetch(manager, "/imports/words?q=backhoe").main
    assert "No word answers" in fetch(manager, "/imports/words?q=zzz").main
    answer = page.form(button="Forget: epson corp.").send()
    assert "means itself again" in fetch(manager, answer.location).text
    assert "epson corp." not in meant()
    assert "Maker: are these 2 spellings one?" in asked(manager).main
    assert read(page.form(button="Forget: epson corp.").send(), 404).h1
