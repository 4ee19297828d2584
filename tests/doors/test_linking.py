"""An administrator links somebody's account elsewhere, and takes the link away."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.doors.models import Identity
from app.extensions import db
from app.notices.models import Notice
from app.people.models import Person, Role
from tests.builders import Builder
from tests.doors.issuers import Issuer, come_in
from tests.pages import fetch, read


@pytest.fixture
def ada(issuer: Issuer, make: Builder) -> Person:
    """Somebody with an account here, whom the issuer knows by the same address."""
    issuer.knows("ada-1", email="ada@example.edu", name="Ada", groups=["av-team"])
    return make.person(email="ada@example.edu", name="Ada Byron")


def noted() -> list[tuple[str, int | None, int | None]]:
    acts = (Act.IDENTITY_LINKED, Act.IDENTITY_UNLINKED)
    asked = select(AuditEntry).where(AuditEntry.act.in_(acts)).order_by(AuditEntry.number)
    return [(each.act, each.person_id, each.about_id) for each in db.session.scalars(asked)]


def test_an_administrator_links_and_unlinks_by_issuer_and_subject(
    app: Flask, admin: FlaskClient, issuer: Issuer, ada: Person
) -> None:
    address = f"/people/{ada.id}/other"
    assert come_in(issuer, app.test_client(), "ada-1").status_code == 409, (
        "an address opens nothing"
    )
    page = fetch(
        admin,
        fetch(admin, f"/people/{ada.id}").link(
            "Other ways inAccounts at Campus login that open this one"
        ),
    )
    assert "No account elsewhere opens this one" in page.main
    shown = fetch(admin, page.form(address).send({"subject": " ada-1 "}).location)
    assert issuer.address in shown.main
    assert "ada-1" in shown.main
    theirs = app.test_client()
    assert come_in(issuer, theirs, "ada-1").status_code == 302
    assert "Ada Byron" in fetch(theirs, "/account").text

    [identity] = db.session.scalars(select(Identity))
    unlink = fetch(admin, address).form(f"{address}/{identity.id}/unlink")
    assert unlink.send().status_code == 303
    assert theirs.get("/account").status_code == 302, "signed out"
    assert come_in(issuer, app.test_client(), "ada-1").status_code == 409
    by = db.session.scalars(select(Person.id).where(Person.role == Role.ADMIN)).one()
    linked, ended = noted()
    assert linked == (Act.IDENTITY_LINKED, by, ada.id)
    assert ended == (Act.IDENTITY_UNLINKED, by, ada.id)
    told = " ".join(db.session.scalars(select(Notice.body)))
    assert "has linked another way in to your account: ada-1" in told
    assert "has ended a way in to your account: ada-1" in told


def test_what_opens_somebody_else_or_is_no_subject_is_not_linked(
    admin: FlaskClient, make: Builder, issuer: Issuer, ada: Person
) -> None:
    other = make.person(name="Bo")
    fetch(admin, f"/people/{other.id}/other").form(f"/people/{other.id}/other").send(
        {"subject": "bo-1"}
    )
    page = fetch(admin, f"/people/{ada.id}/other")
    for typed, said in (
        ("bo-1", "It opens the account of Bo already"),
        ("", "Enter the subject"),
        ("ada\u200b", "of ASCII alone"),
        ("a" * 256, "255"),
    ):
        again = read(page.form(f"/people/{ada.id}/other").send({"subject": typed}), 422, admin)
        assert said in again.main, typed
    assert db.session.scalars(select(Identity.subject)).all() == ["bo-1"]


def test_a_link_is_found_by_its_own_person_alone_and_without_a_door_there_is_no_page(
    app: Flask, admin: FlaskClient, make: Builder, ada: Person
) -> None:
    address = f"/people/{ada.id}/other"
    fetch(admin, address).form(address).send({"subject": "ada-1"})
    [identity] = db.session.scalars(select(Identity))
    app.config["WTF_CSRF_ENABLED"] = False
    other = make.person()
    assert admin.post(f"/people/{other.id}/other/{identity.id}/unlink").status_code == 404
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"oidc_issuer": ""})
    assert admin.get(address).status_code == 404
    assert "Other ways in" not in fetch(admin, f"/people/{ada.id}").main
