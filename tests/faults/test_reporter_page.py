"""The page of somebody who reported a fault."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from app import clock
from app.extensions import db
from app.faults import service
from app.faults.models import Awaiting, Channel, Fault, FaultState, Report
from app.faults.promises.reached import Step, Wait
from tests.builders import Builder
from tests.pages import fetch


@pytest.fixture
def report(make: Builder) -> Report:
    soon = clock.now() + timedelta(days=2)
    symptom = make.symptom(label="No picture", self_help="Push the cable in.\nWait a minute.")
    return make.report(fault=make.fault(symptom=symptom, restore_by=soon))


def address(report: Report) -> str:
    return f"/f/{report.secret}"


def moved(report: Report, state: FaultState, make: Builder, note: str = "because") -> None:
    fault = db.session.get_one(Fault, report.fault_id)
    ada, now = make.person(name="Ada Lovelace"), clock.now()
    part = Step(wait=Wait(Awaiting.PART, now.date() + timedelta(days=9)))
    service.move(fault, state, by=ada, note=note, at=now, how=part)
    db.session.commit()


def test_it_says_how_it_stands_what_was_promised_and_what_helps(
    client: FlaskClient, report: Report
) -> None:
    page = fetch(client, address(report))
    assert page.h1 == "No picture"
    for words in ("Reported", "It works again by", "1 report"):
        assert words in page.main
    assert "tel:+442055550100" in page.links
    assert "Try this meanwhile" not in page.main, "a tag offered it before the report"


def test_who_called_is_offered_what_a_tag_would_have_offered(
    client: FlaskClient, report: Report
) -> None:
    report.channel = Channel.PHONE
    db.session.commit()
    shown = fetch(client, address(report)).main
    assert "Try this meanwhile Push the cable in. Wait a minute." in shown


def test_a_secret_that_nobody_has_is_not_found(client: FlaskClient, report: Report) -> None:
    assert "nothing here" in fetch(client, "/f/guessed", 404).main
    fetch(client, f"/f/{report.secret.upper()}", 404)


def test_no_cache_keeps_it_no_engine_lists_it_no_link_gives_it_away(
    client: FlaskClient, report: Report
) -> None:
    headers = client.get(address(report)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


def test_it_shows_no_name_no_note_of_others_and_no_contact(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    make.report(fault=report.fault, note="SECRETNOTE", contact="SECRETCONTACT")
    fault, ada = db.session.get_one(Fault, report.fault_id), make.person(name="SECRETNAME")
    service.take(fault, ada, at=clock.now())
    service.remark(fault, "SECRETREMARK", by=ada, public=False, at=clock.now())
    service.remark(fault, "The lamp is ordered", by=ada, public=True, at=clock.now())
    db.session.commit()
    page = fetch(client, address(report))
    assert "SECRET" not in page.response.get_data(as_text=True)
    assert "The lamp is ordered" in page.main
    assert "A technician" in page.main


def test_it_shows_ones_own_words_to_oneself_alone(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    own = make.report(
        fault=report.fault, note="It <b>flickers</b>\nand hums 🐝", contact="ada@example.edu"
    )
    page = fetch(client, address(own))
    assert "What you told us It <b>flickers</b> and hums 🐝" in page.main
    assert "ada@example.edu" not in page.main
    other = fetch(client, address(report)).main
    assert "flickers" not in other
    assert "What you told us" not in other


def test_to_have_reported_is_no_alarm(client: FlaskClient, report: Report) -> None:
    html = fetch(client, address(report)).response.get_data(as_text=True)
    assert 'class="plate tone--info"' in html


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (FaultState.SEEN, "Seen"),
        (FaultState.ATTENDED, "Someone is on it"),
        (FaultState.WAITING, "Waiting"),
        (FaultState.RESTORED, "Works again"),
        (FaultState.REJECTED, "Closed without repair"),
    ],
)
def test_it_follows_every_move_at_once(
    client: FlaskClient, make: Builder, report: Report, state: FaultState, word: str
) -> None:
    moved(report, state, make, note="The part is on its way")
    page = fetch(client, address(report))
    assert page.each("plate__word") == [word]
    assert "The part is on its way" in page.main


def test_a_broken_promise_is_admitted(client: FlaskClient, make: Builder) -> None:
    late = make.report(fault=make.fault(restore_by=clock.now() - timedelta(hours=1)))
    assert "It takes longer than we said. We are sorry" in fetch(client, address(late)).main


def test_what_has_to_wait_is_not_promised_as_if_nothing_had_happened(
    client: FlaskClient, make: Builder
) -> None:
    now = clock.now()
    fresh = make.fault(reported_at=now, restore_by=now + timedelta(days=2))
    report = make.report(fault=fresh)
    moved(report, FaultState.WAITING, make)
    page = fetch(client, address(report))
    assert page.each("plate__sentence")[0].startswith("It has to wait. It works again by")


def test_danger_says_stop_first_and_only_while_it_lasts(client: FlaskClient, make: Builder) -> None:
    smell = make.symptom(danger=True, self_help="Leave the room.")
    report = make.report(fault=make.fault(symptom=smell))
    page = fetch(client, address(report))
    assert "Stop. Keep away from it." in page.main
    assert "Leave the room." in page.main
    moved(report, FaultState.RESTORED, make)
    assert "Stop." not in fetch(client, address(report)).main


def test_the_reporter_confirms_and_is_not_asked_again(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    moved(report, FaultState.RESTORED, make)
    page = fetch(client, address(report))
    sent = page.form(button="Yes, it works again").send()
    assert sent.status_code == 303
    after = fetch(client, sent.location)
    assert "A reporter says it works again" in after.main
    assert "Yes, it works again" not in after.main
    assert page.form(button="Yes, it works again").send().status_code == 303, "tapped twice"


def test_the_reporter_contradicts_and_it_is_open_again(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    moved(report, FaultState.RESTORED, make)
    button = "No, it is still broken"
    sent = fetch(client, address(report)).form(button=button).send()
    after = fetch(client, sent.location)
    assert after.each("plate__word") == ["Open again"]
    assert "A reporter says it is still broken" in after.main
    assert button not in after.main


def test_a_confirmation_that_comes_too_late_is_answered_in_a_sentence(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    moved(report, FaultState.RESTORED, make)
    form = fetch(client, address(report)).form(button="Yes, it works again")
    moved(report, FaultState.REOPENED, make)
    after = fetch(client, form.send().location)
    assert "Nobody has said yet that it works again" in after.main


def test_seeing_the_page_changes_nothing(client: FlaskClient, report: Report) -> None:
    before = fetch(client, address(report)).main
    assert fetch(client, address(report)).main == before
