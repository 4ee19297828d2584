"""Nothing is changed by what another site sends in somebody's name (promise 9)."""

import hashlib

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.access import Audience
from app.extensions import csrf, db
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.hardening.routes import everything, of_role, people_of_all_roles, small_estate, unsafe

OWN_PROOF = {
    "scan.send_report": "its form checks its own token, so that nothing typed is lost",
    "faults.stop": "a mail program stops messages with one tap (RFC 8058); a secret path",
    "scan.seen": "it bears nothing, and is sent without a cookie",
}
"""What takes no token of ours, and why that does no harm."""


def tables() -> dict[str, str]:
    """What every table holds, as a hash each."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        rows = sorted(repr(tuple(row)) for row in db.session.execute(table.select()))
        found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    db.session.rollback()
    return found


def test_what_bears_no_token_of_ours_is_told_in_a_list(app: Flask) -> None:
    exempt = {
        f"{app.view_functions[n].__module__}.{app.view_functions[n].__name__}": n
        for n in app.view_functions
    }
    known = {exempt[name] for name in csrf._exempt_views}
    assert known == set(OWN_PROOF)
    assert not csrf._exempt_blueprints


def test_no_unsafe_route_takes_a_form_without_our_token(app: Flask, make: Builder) -> None:
    small_estate(make)
    admin = next(p for role, p in people_of_all_roles(make).items() if role.value == "admin")
    boss, before, asked = signed_in_client(app, admin), tables(), 0
    for each in unsafe(app):
        if each.endpoint in OWN_PROOF:
            continue
        sender = app.test_client() if each.audience is Audience.ANYONE else boss
        for headers in ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, {}):
            with sender.open(each.path, method=each.method, headers=headers) as answer:
                assert answer.status_code == 400, (each, answer.status)
                assert (
                    "csrf_token"
                    not in answer.get_data(as_text=True)
                    .partition("<main")[2]
                    .partition("</main")[0]
                )
        asked += 1
    assert asked > 150
    assert tables() == before


def test_a_report_sent_without_its_own_token_is_asked_for_again(
    client: FlaskClient, make: Builder
) -> None:
    values = small_estate(make)
    before = tables()
    path = f"/t/{values['code']}/report"
    answer = client.post(path, headers={"Origin": "https://evil.example"}, data={"unit": "room"})
    assert answer.status_code >= 400
    assert tables() == before


@pytest.mark.parametrize("role", [None, "technician", "manager", "auditor", "admin"])
def test_to_look_at_every_page_changes_nothing(app: Flask, make: Builder, role: str | None) -> None:
    values = small_estate(make)
    person = next((p for r, p in people_of_all_roles(make).items() if r.value == role), None)
    client = signed_in_client(app, person) if person else app.test_client()
    db.session.commit()
    before, seen = tables(), 0
    for each in everything(app, values):
        wanted = of_role(person.role if person else None, each)
        if each.method != "GET" or not wanted or each.endpoint in {"static", "health.ready"}:
            continue
        with client.get(each.path) as answer:
            assert answer.status_code < 500, each
        seen += 1
    assert seen > (20 if person is None else 60)
    assert tables() == before
