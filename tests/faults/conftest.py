"""What tests about faults share: a technician's browser, and a fault to work on."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.faults.models import Fault
from app.people.models import Person
from tests.builders import Builder
from tests.conftest import signed_in_client


@pytest.fixture
def ada(make: Builder) -> Person:
    return make.person(name="Ada Lovelace")


@pytest.fixture
def staff(app: Flask, ada: Person) -> FlaskClient:
    return signed_in_client(app, ada)


@pytest.fixture
def fault(make: Builder) -> Fault:
    unit = make.equipment(name="Projector left")
    symptom = make.symptom(label="No picture")
    soon = clock.now() + timedelta(days=2)
    return make.fault(equipment=unit, symptom=symptom, restore_by=soon)
