"""Groups of the issuer say which sites somebody serves, at each sign-in anew."""

import json
from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.acts import Act
from app.audit.models import AuditEntry
from app.doors.openid.groups import reaches
from app.extensions import db
from app.people.models import Person, Role
from app.places.serving import queries as serving
from app.settings import Settings
from tests.builders import Builder
from tests.doors.issuers import Issuer, come_in
from tests.pages import fetch


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With sites by groups, one of which is not there."""
    told = "north=North campus; north = Harbour\nsouth=SOUTH; lost=Atlantis; all=*"
    return settings.model_copy(update={"oidc_sites": told})


@pytest.fixture
def rooms(make: Builder) -> dict[str, str]:
    """A room of each site, by the site's name."""
    found = {}
    for name in ("North campus", "Harbour", "South"):
        building = make.building(site=make.site(name=name))
        found[name] = make.room(building=building, name=f"Hall of {name}").name
    db.session.commit()
    return found


def served(issuer: Issuer, app: Flask, *groups: str) -> tuple[Sequence[str] | None, FlaskClient]:
    """The sites that Ada serves once she has come in with these groups, and her browser."""
    issuer.knows("ada-1", email="ada@example.edu", name="Ada", groups=[*groups, "av-team"])
    client = app.test_client()
    assert come_in(issuer, client, "ada-1").status_code == 302
    ada = db.session.scalars(select(Person).where(Person.email == "ada@example.edu")).one()
    names = serving.names_by_person().get(ada.id, ())
    return (names if ada.limited else None), client


def said() -> list[tuple[int | None, list[str]]]:
    """What the log says of sites: who, and from what to what."""
    asked = select(AuditEntry).where(AuditEntry.act == Act.SITES_SET).order_by(AuditEntry.number)
    found = db.session.scalars(asked)
    return [(each.person_id, json.loads(each.changes)["sites"]) for each in found]


def test_sites_follow_the_groups_at_each_sign_in_and_the_log_says_so(
    app: Flask, issuer: Issuer, rooms: dict[str, str]
) -> None:
    names, client = served(issuer, app, "north", "south")
    assert names == ["Harbour", "North campus", "South"]
    names, _newer = served(issuer, app, "south")
    assert names == ["South"]
    page = fetch(client, "/rooms").main
    assert rooms["South"] in page
    assert rooms["Harbour"] not in page, "the browser of before sees no more, either"
    assert served(issuer, app, "south")[0] == ["South"]
    assert served(issuer, app, "all")[0] is None
    ada = db.session.scalars(select(Person.id)).one()
    assert said() == [
        (ada, ["*", "Harbour, North campus, South"]),
        (ada, ["Harbour, North campus, South", "South"]),
        (ada, ["South", "*"]),
    ]


def test_whose_groups_give_no_site_gets_none(
    app: Flask, issuer: Issuer, rooms: dict[str, str]
) -> None:
    for groups in ((), ("lost",), ("NORTH",)):
        names, client = served(issuer, app, *groups)
        assert names == (), groups
        page = fetch(client, "/rooms").main
        assert not [name for name in rooms.values() if name in page], groups


def test_an_administrator_serves_all_sites_and_one_no_more_those_of_the_groups(
    app: Flask, make: Builder, issuer: Issuer, rooms: dict[str, str]
) -> None:
    make.person(role=Role.ADMIN)
    issuer.knows("ada-1", email="ada@example.edu", groups=["rooms-admins", "south"])
    assert come_in(issuer, app.test_client(), "ada-1").status_code == 302
    ada = db.session.scalars(select(Person).where(Person.email == "ada@example.edu")).one()
    assert (ada.role, ada.limited) == (Role.ADMIN, False)
    assert served(issuer, app, "south")[0] == ["South"]


def test_without_a_mapping_sites_stay_as_they_were_ticked(
    app: Flask, issuer: Issuer, rooms: dict[str, str]
) -> None:
    served(issuer, app, "south")
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"oidc_sites": ""})
    assert served(issuer, app, "north")[0] == ["South"]


@pytest.mark.parametrize("line", ["north", "=North campus", "north=", "north=A; x"])
def test_a_slip_in_the_mapping_stops_the_start(line: str) -> None:
    with pytest.raises(ValueError, match="must look like group=site"):
        reaches(line)
