"""Two sites with one of everything; whoever serves the first asks."""

from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.people.models import Person, Role
from app.places.serving import service
from tests.builders import Builder
from tests.conftest import signed_in_client
from tests.sites.estates import Estate, estate, mark


class Two(NamedTuple):
    """Our site and the other one, whose every text is marked; how many rows are, by table."""

    ours: Estate
    others: Estate
    marked: dict[str, int]


@pytest.fixture
def two(app: Flask, make: Builder) -> Two:
    """Two sites with one of everything, the texts of the other one marked."""
    kind, person = make.equipment_type(), make.person(name="Ada of all sites")
    ours, others = (estate(make, kind, person, n) for n in (1, 2))
    return Two(ours, others, mark(ours.site))


@pytest.fixture(params=[Role.TECHNICIAN, Role.MANAGER, Role.AUDITOR])
def limited(request: pytest.FixtureRequest, make: Builder, two: Two) -> Person:
    """Somebody who serves our site alone, in each role that can."""
    person = make.person(role=request.param)
    service.serve(person, [two.ours.site])
    return person


@pytest.fixture
def theirs(app: Flask, limited: Person) -> FlaskClient:
    """Their browser."""
    return signed_in_client(app, limited)
