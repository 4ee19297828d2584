"""To be told by e-mail: asked for on one's own page, confirmed there, stopped with a tap."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.faults.following import service
from app.faults.models import Fault, FaultState, Follower, Report
from app.notices.models import Notice
from tests.builders import Builder
from tests.pages import fetch, read

ADDRESS = "visitor@Example.EDU"
MASKED = "v…@e…"


@pytest.fixture
def report(make: Builder, fault: Fault) -> Report:
    return make.report(fault=fault, note="SECRETNOTE")


def ask(client: FlaskClient, report: Report, email: str = ADDRESS) -> str:
    """Ask on the page of the report; what the page says then."""
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/follow")
    sent = form.send({"email": email})
    assert sent.status_code == 303
    return fetch(client, sent.location).main


def notices() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def followers() -> list[Follower]:
    return list(db.session.scalars(select(Follower).execution_options(populate_existing=True)))


def test_the_first_message_holds_no_word_that_anybody_typed(
    client: FlaskClient, report: Report
) -> None:
    assert f"We have written to {MASKED}" in ask(client, report)
    (first,) = notices()
    assert first.address == "visitor@example.edu"
    text = f"{first.subject} {first.body} {first.link} {first.stop_link}"
    assert "Somebody asked that this address be told about a fault in a room." in text
    for typed in ("SECRETNOTE", report.secret, "visitor", "Projector", "No picture"):
        assert typed not in text


def test_no_address_is_ever_shown_not_even_to_oneself(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    ask(client, report)
    own = fetch(client, f"/f/{report.secret}").response.get_data(as_text=True)
    assert MASKED in own
    assert "visitor" not in own
    assert followers()[0].secret not in own, "it would confirm"
    other = make.report(fault=report.fault)
    assert MASKED not in fetch(client, f"/f/{other.secret}").main


def test_a_scanner_that_opens_every_link_confirms_nothing_and_stops_nothing(
    client: FlaskClient, report: Report
) -> None:
    ask(client, report)
    (first,) = notices()
    for _again in range(3):
        for link in (first.link, first.stop_link):
            fetch(client, link)
            client.head(link)
    (follower,) = followers()
    assert (follower.confirmed_at, follower.stopped_at) == (None, None)


def test_the_button_confirms_and_leads_to_the_report(client: FlaskClient, report: Report) -> None:
    ask(client, report)
    page = fetch(client, notices()[0].link)
    assert MASKED in page.main
    assert "visitor" not in page.main
    sent = page.form(button="Yes, tell me").send()
    assert sent.location == f"/f/{report.secret}"
    assert f"{MASKED} is told." in fetch(client, sent.location).main
    assert followers()[0].confirmed_at is not None
    ask(client, report)
    assert len(notices()) == 1, "who is told already is not asked again"


def test_a_stranger_says_not_me_and_is_not_asked_again(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    ask(client, report)
    sent = fetch(client, notices()[0].link).form(button="No, that was not me").send()
    assert "not write to this address again" in fetch(client, sent.location).main
    other = make.report(fault=report.fault)
    assert f"We have written to {MASKED}" in ask(client, other, ADDRESS.upper())
    assert notices() == []


def test_a_mail_program_stops_with_one_tap(client: FlaskClient, report: Report) -> None:
    ask(client, report)
    (follower,) = followers()
    service.confirm(follower, at=clock.now())
    db.session.commit()
    link = notices()[0].stop_link
    sent = client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert sent.status_code == 303
    (follower,) = followers()
    assert follower.stopped_at is not None
    assert follower.address == "", "erased at once"
    assert "Your address is deleted" in fetch(client, sent.location).main
    assert client.post(link).status_code == 303, "tapped twice"
    assert notices() == [], "what waited is taken back"


def test_all_messages_to_an_address_stop_together(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    other = make.report(fault=make.fault())
    ask(client, report)
    ask(client, other)
    for each in followers():
        service.confirm(each, at=clock.now())
    db.session.commit()
    fetch(client, notices()[0].stop_link).form().send(press="Stop all messages to me")
    assert all(each.stopped_at and not each.address for each in followers())


def test_whoever_reported_stops_an_address_on_the_own_page(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    other = make.report(fault=report.fault)
    ask(client, other, "b@example.edu")
    ask(client, report)
    theirs, mine = followers()
    client.post(f"/f/{report.secret}/stop/{theirs.id}")
    form = fetch(client, f"/f/{report.secret}").form(button="Stop")
    assert str(mine.id) in form.action
    form.send()
    form.send({})
    theirs, mine = followers()
    assert (theirs.stopped_at, mine.stopped_at is not None) == (None, True)


@pytest.mark.parametrize(
    "email",
    [
        "nobody",
        "a@b\r\nBcc: c@example.edu",
        "a@example.edu\r\nSubject: Sale",
        "",
        "a b@example.edu",
    ],
)
def test_what_is_no_address_is_refused_beside_the_field_and_kept(
    client: FlaskClient, report: Report, email: str
) -> None:
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/follow")
    page = read(form.send({"email": email}), 422, client)
    assert page.errors
    assert notices() == []


def test_one_address_is_asked_three_times_a_day_at_most(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    for _again in range(4):
        ask(client, make.report(fault=report.fault))
    ask(client, report)
    assert len(notices()) == 3


def test_one_report_is_told_to_three_addresses_at_most(client: FlaskClient, report: Report) -> None:
    for name in "abc":
        ask(client, report, f"{name}@example.edu")
    form = fetch(client, f"/f/{report.secret}").form(f"/f/{report.secret}/follow")
    page = read(form.send({"email": "d@example.edu"}), 422, client)
    assert page.errors == ["Three addresses are enough. Stop one of them first."]


def test_addresses_go_away_by_themselves(
    client: FlaskClient, make: Builder, report: Report
) -> None:
    now, day = clock.now(), timedelta(days=1)
    ask(client, report)
    service.forget(at=now + 6 * day)
    assert len(followers()) == 1
    service.confirm(followers()[0], at=now)
    service.forget(at=now + 400 * day)
    assert len(followers()) == 1, "the fault is open"
    root = make.fault()
    fault = db.session.get_one(Fault, report.fault_id)
    fault.state, fault.resolved_at, fault.merged_into_id = FaultState.DUPLICATE, now, root.id
    service.forget(at=now + 400 * day)
    assert len(followers()) == 1, "what it is part of is open"
    db.session.get_one(Fault, root.id).closed_at = now
    service.forget(at=now + 29 * day)
    assert len(followers()) == 1
    service.forget(at=now + 31 * day)
    assert followers() == []


def test_an_unconfirmed_address_is_erased_after_a_week(client: FlaskClient, report: Report) -> None:
    ask(client, report)
    service.forget(at=clock.now() + timedelta(days=8))
    assert followers() == []
    fetch(client, notices()[0].link, 404)
