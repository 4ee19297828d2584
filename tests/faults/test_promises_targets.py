"""What a support calendar promises of its own."""

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from app.faults.models import Priority, PromiseTarget, Stage
from app.faults.promises import queries
from app.faults.promises.targeting.words import minutes_of, typed_as
from app.faults.promises.targets import DEFAULTS
from app.places.models import SupportCalendar
from tests.builders import Builder
from tests.pages import Form, fetch, read


@pytest.fixture
def desk(make: Builder) -> SupportCalendar:
    return make.support_calendar(name="AV desk")


def form_of(manager: FlaskClient, desk: SupportCalendar) -> Form:
    return fetch(manager, f"/faults/targets/{desk.id}").form(button="Promise this")


def test_only_what_differs_from_the_defaults_is_kept(
    manager: FlaskClient, make: Builder, desk: SupportCalendar
) -> None:
    other = make.support_calendar()
    form = form_of(manager, desk)
    assert form.filled["P3_attended"] == "1 d"
    assert (
        form.send({"P1_seen": "5 min", "P3_attended": "", "P4_restored": "15d"}).status_code == 303
    )
    found = queries.targets(desk.id)
    assert found[Priority.P1, Stage.SEEN] == 5
    assert found[Priority.P3, Stage.ATTENDED] is None
    assert found[Priority.P4, Stage.RESTORED] == 15 * 480
    assert len(db.session.query(PromiseTarget).all()) == 3
    assert queries.targets(other.id) == DEFAULTS
    assert "15 d" in fetch(manager, "/faults/targets").main


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"P2_restored": ""}, "Say by when it works again: that is always promised."),
        ({"P2_seen": "soon"}, "Write minutes, hours or days, such as 15 min, 4 h or 3 d."),
        ({"P2_seen": "0"}, "Promise between 1 minute and 250 days."),
        ({"P2_seen": "251 d"}, "Promise between 1 minute and 250 days."),
        ({"P2_seen": "9" * 30}, "Use at most 20 characters."),
        ({"P2_attended": "2 min"}, "This comes after the step before it"),
    ],
)
def test_what_can_not_be_promised_is_refused_beside_its_field(
    manager: FlaskClient, desk: SupportCalendar, typed: dict[str, str], sentence: str
) -> None:
    page = read(form_of(manager, desk).send(typed), 422, manager)
    assert sentence in page.main
    [(name, value)] = typed.items()
    assert page.form(button="Promise this").filled[name] == value
    assert not db.session.query(PromiseTarget).all()


def test_the_defaults_are_promised_again(manager: FlaskClient, desk: SupportCalendar) -> None:
    form_of(manager, desk).send({"P1_seen": "1 min"})
    page = fetch(manager, f"/faults/targets/{desk.id}")
    assert page.form(button="Use the defaults again").send().status_code == 303
    assert queries.targets(desk.id) == DEFAULTS


@pytest.mark.parametrize("minutes", [1, 15, 60, 90, 240, 480, 4800, None])
def test_what_is_shown_is_read_as_the_same(minutes: int | None) -> None:
    assert minutes_of(typed_as(minutes), "P1_seen") == minutes
