"""The program with another door, and the issuer behind it."""

from collections.abc import Iterator

import pytest

from app.settings import Settings
from tests.doors.issuers import CLIENT, Issuer, issuing

ROLES = "rooms-admins=admin\nrooms-managers=manager; av-team=technician"


@pytest.fixture(scope="session")
def the_issuer() -> Iterator[Issuer]:
    """One issuer for all tests."""
    with issuing() as found:
        yield found


@pytest.fixture
def issuer(the_issuer: Issuer) -> Issuer:
    """The issuer, honest, and asked nothing yet."""
    the_issuer.lie = the_issuer.forge = None
    the_issuer.asked.clear()
    the_issuer.tokens.clear()
    return the_issuer


@pytest.fixture
def settings(settings: Settings, issuer: Issuer) -> Settings:
    """Settings that name the issuer."""
    told = {
        "oidc_issuer": issuer.address,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": "between the two of us",
        "oidc_name": "Campus login",
        "oidc_roles": ROLES,
        "outgoing_allow": issuer.address.removeprefix("http://"),
    }
    return settings.model_copy(update=told)
