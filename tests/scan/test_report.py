"""Three taps at a tag: which equipment, what is wrong, send."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import clock
from app.codes.models import Tag, TagState
from app.equipment.models import Equipment
from app.extensions import db
from app.faults.models import Fault, FaultState, Report
from app.places.models import Room
from tests.builders import NOON, Builder
from tests.pages import fetch, read


@pytest.fixture
def tag(make: Builder) -> Tag:
    return make.tag()


@pytest.fixture
def projector(make: Builder, tag: Tag) -> Equipment:
    dark = make.symptom(code="NO_PICTURE", label="No picture", self_help="Push the cable in.\nMore")
    smell = make.symptom(code="OVERHEAT", label="Smell of burning", danger=True)
    other = make.symptom(code="OTHER", label="Something else")
    kind = make.equipment_type(symptoms=(dark, smell, other), icon="projector")
    make.equipment_type(slug="room", symptoms=(make.symptom(code="LIGHT_OUT"), other))
    return make.equipment(room=tag.room, model=make.model(type=kind), name="Projector left")


def address(tag: Tag, unit: Equipment | str = "") -> str:
    about = unit if isinstance(unit, str) else str(unit.id)
    return f"/t/{tag.code}/report" + (f"?unit={about}" if about else "")


def count(what: type[Fault] | type[Report]) -> int:
    return db.session.scalar(select(func.count()).select_from(what)) or 0


def filled(client: FlaskClient, tag: Tag, unit: Equipment | str, **typed: str) -> dict[str, Any]:
    form = fetch(client, address(tag, unit)).form(f"/t/{tag.code}/report")
    return {**form.filled.to_dict(), **typed}


def test_three_taps_lead_to_a_page_of_ones_own(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    first = fetch(client, address(tag))
    assert "Projector left" in first.main
    second = fetch(client, first.link("No picture"))
    assert second.h1 == "Projector left"
    sent = second.form(f"/t/{tag.code}/report").send()
    assert sent.status_code == 303
    own = fetch(client, sent.location)
    assert own.h1 == "No picture"
    assert "We have your report" in own.main
    assert "Someone will be with you by" in own.each("plate__sentence")[0]
    assert "1 report" in own.main


def test_no_cookie_is_set_before_the_form_is_opened(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    assert "Set-Cookie" not in client.get(address(tag)).headers
    assert "Set-Cookie" in client.get(address(tag, projector)).headers


def test_the_support_phone_can_be_called_from_both_steps(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    for step in (address(tag), address(tag, projector)):
        assert "tel:+442055550100" in fetch(client, step).links


def test_a_room_without_equipment_can_be_reported_itself(
    client: FlaskClient, make: Builder
) -> None:
    tag = make.tag()
    make.symptom(code="OTHER", label="Something else")
    first = fetch(client, address(tag))
    assert "The room itself" in first.main
    page = fetch(client, first.link("Something else"))
    assert page.h1 == "The room itself"
    sent = page.form(f"/t/{tag.code}/report").send(
        {"symptom": "OTHER", "note": "The door does not close"}
    )
    assert sent.status_code == 303


def test_the_first_help_for_each_symptom_stands_with_it(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    page = fetch(client, address(tag, projector))
    assert "Push the cable in." in page.main


def test_open_faults_come_first_and_me_too_is_one_tap(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    fault = make.fault(equipment=projector, detail="Use the right one meanwhile")
    make.report(fault=fault)
    page = fetch(client, address(tag, projector))
    assert page.main.index("Known already") < page.main.index("Something different?")
    assert "Use the right one meanwhile" in page.main
    assert "1 report." in page.main
    form = page.form(button="It happens to me too")
    sent = form.send()
    assert sent.status_code == 303
    assert "2 reports" in fetch(client, sent.location).main
    assert form.send().location == sent.location, "tapped twice"
    assert count(Report) == 2


def test_what_has_to_wait_is_not_promised_as_if_nothing_had_happened(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    due = clock.now() + timedelta(days=2)
    make.fault(equipment=projector, state=FaultState.WAITING, restore_by=due)
    for where in (address(tag, projector), f"/t/{tag.code}"):
        page = fetch(client, where)
        assert "It has to wait. It works again by" in page.main
        assert "Works again by" not in page.main


def test_me_too_on_something_settled_says_so(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    fault = make.fault(equipment=projector)
    form = fetch(client, address(tag, projector)).form(button="It happens to me too")
    db.session.get_one(Fault, fault.id).state = FaultState.RESOLVED
    db.session.commit()
    sent = form.send()
    assert sent.status_code == 303
    assert "settled just now" in fetch(client, sent.location).main
    assert count(Report) == 0


def test_nobody_joins_a_fault_of_another_room(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    make.fault(equipment=projector)
    elsewhere = make.fault()
    form = fetch(client, address(tag, projector)).form(button="It happens to me too")
    form.send({"fault": str(elsewhere.id)})
    assert count(Report) == 0


def test_a_form_sent_twice_leads_to_the_same_page(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="NO_PICTURE", note="dark 🕶")
    first = client.post(address(tag), data=typed)
    assert client.post(address(tag), data=typed).location == first.location
    assert (count(Fault), count(Report)) == (1, 1)


def test_a_form_sent_again_with_other_words_is_asked_about_then_kept(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="NO_PICTURE", note="dark")
    client.post(address(tag), data=typed)
    again = read(client.post(address(tag), data=typed | {"note": "and loud"}), 422, client)
    assert any("sent before" in error for error in again.errors)
    sent = again.form(f"/t/{tag.code}/report").send()
    assert sent.status_code == 303
    assert (count(Fault), count(Report)) == (1, 2)


def test_the_same_symptom_joins_what_is_known_and_says_so(
    app: Flask, tag: Tag, projector: Equipment
) -> None:
    for _ in range(2):
        somebody = app.test_client()
        typed = filled(somebody, tag, projector, symptom="NO_PICTURE")
        sent = somebody.post(address(tag), data=typed)
        own = fetch(somebody, sent.location)
    assert "It was known already" in own.main
    assert (count(Fault), count(Report)) == (1, 2)


def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, note="Ελληνικά 💡", contact="5555")
    page = read(client.post(address(tag), data=typed), 422, client)
    assert page.errors == ["Choose what is wrong."]
    kept = page.form(f"/t/{tag.code}/report").filled
    assert (kept["note"].strip(), kept["contact"]) == ("Ελληνικά 💡", "5555")
    assert kept["unit"] == str(projector.id)


def test_a_symptom_that_is_not_this_equipments_is_refused_beside_the_choice(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="LIGHT_OUT", note="kept")
    page = read(client.post(address(tag), data=typed), 422, client)
    assert page.errors == ["That can't be wrong with this. Choose one of these."]
    assert page.form(f"/t/{tag.code}/report").filled["note"].strip() == "kept"
    assert count(Fault) == 0


def test_something_else_asks_for_words(client: FlaskClient, tag: Tag, projector: Equipment) -> None:
    typed = filled(client, tag, projector, symptom="OTHER")
    page = read(client.post(address(tag), data=typed), 422, client)
    assert page.errors == ["Say in a few words what is wrong."]
    assert page.form(f"/t/{tag.code}/report").filled["symptom"] == "OTHER"


def test_a_note_of_a_thousand_emoji_is_kept_and_one_more_is_refused(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="NO_PICTURE", note="🙂" * 1001)
    page = read(client.post(address(tag), data=typed), 422, client)
    assert page.errors == ["Please use at most 1000 characters; these are 1001."]
    sent = client.post(address(tag), data=typed | {"note": "🙂" * 500 + "\r\n" + "🙂" * 499})
    assert sent.status_code == 303
    assert db.session.scalars(select(Report.note)).one() == "🙂" * 500 + "\n" + "🙂" * 499


def test_equipment_taken_away_meanwhile_is_chosen_again_without_typing_again(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="OTHER", note="It rattles")
    db.session.get_one(Equipment, projector.id).retired_at = NOON
    db.session.commit()
    page = read(client.post(address(tag), data=typed), 422, client)
    assert page.errors == ["Choose what it is about. What was chosen is not here."]
    sent = page.form(f"/t/{tag.code}/report").send({"unit": "room"})
    assert sent.status_code == 303
    assert db.session.scalars(select(Report.note)).one() == "It rattles"


def test_an_address_with_equipment_that_is_not_here_offers_what_is(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    page = fetch(client, address(tag, "999"))
    assert "not in this room any more" in page.main
    assert "Projector left" in page.main


def test_a_form_whose_session_is_gone_keeps_what_was_typed(
    app: Flask, client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="NO_PICTURE", note="typed with care")
    stranger = app.test_client()
    page = read(stranger.post(address(tag), data=typed), 422, stranger)
    assert "open for too long" in page.main
    assert count(Report) == 0
    form = page.form(f"/t/{tag.code}/report")
    assert form.filled["note"].strip() == "typed with care"
    assert form.send().status_code == 303
    assert count(Report) == 1


def test_a_made_up_key_is_replaced(client: FlaskClient, tag: Tag, projector: Equipment) -> None:
    typed = filled(client, tag, projector, symptom="NO_PICTURE", key="1")
    assert client.post(address(tag), data=typed).status_code == 303
    assert len(db.session.scalars(select(Report.key)).one()) == 36


@pytest.mark.parametrize("path", ["report", "report?unit=room"])
def test_a_void_or_unknown_code_answers_alike(
    client: FlaskClient, make: Builder, path: str
) -> None:
    void = make.tag(state=TagState.VOID)
    pages = [
        fetch(client, f"/t/{code}/{path}", 404).main for code in (void.code, "7K3QX9MP2TA4", "x")
    ]
    assert len(set(pages)) == 1


def test_a_room_retired_meanwhile_answers_like_an_unknown_code(
    client: FlaskClient, tag: Tag, projector: Equipment
) -> None:
    typed = filled(client, tag, projector, symptom="NO_PICTURE")
    db.session.get_one(Room, tag.room_id).retired_at = NOON
    db.session.commit()
    read(client.post(address(tag), data=typed), 404)


def test_words_of_others_stay_private(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    fault = make.fault(equipment=projector)
    make.report(fault=fault, note="SECRETNOTE", contact="SECRETCONTACT")
    for page in (fetch(client, address(tag)), fetch(client, address(tag, projector))):
        assert "SECRET" not in page.response.get_data(as_text=True)


def test_each_report_forgets_the_contacts_whose_time_is_over(
    client: FlaskClient, make: Builder, tag: Tag, projector: Equipment
) -> None:
    settled = make.fault(state=FaultState.RESOLVED, resolved_at=NOON - timedelta(days=400))
    old = make.report(fault=settled, contact="ada@example.edu")
    client.post(address(tag), data=filled(client, tag, projector, symptom="NO_PICTURE"))
    assert db.session.get_one(Report, old.id).contact == ""
