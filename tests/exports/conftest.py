"""What exports of equipment need first."""

import pytest

from app.equipment.seeds import plant_types
from app.extensions import db
from tests.builders import Builder


@pytest.fixture
def types(make: Builder) -> None:
    """The equipment types of a new installation."""
    plant_types()
    db.session.commit()
