"""The address that stands on walls for ten years is plain: upper case must mean the same."""

import pytest
from pydantic import ValidationError

from app.settings import Settings

PLAIN = ("https://rooms.example.edu", "http://10.0.0.7:8000", "HTTPS://Rooms.Example.edu", "")


@pytest.mark.parametrize("address", PLAIN)
def test_a_plain_address_is_taken_without_its_last_slash(address: str) -> None:
    assert Settings(public_url=f" {address}/ " if address else "").public_url == address


@pytest.mark.parametrize(
    "address",
    [
        "https://example.edu/rooms",
        "https://example.edu/rooms/",
        "https://ada:secret@example.edu",
        "https://ada@example.edu",
        "https://example.edu#rooms",
        "https://example.edu?",
        "https://example.edu?a=b",
        "https://",
        "https://:8000",
        "rooms.example.edu",
        "ftp://example.edu",
    ],
)
@pytest.mark.parametrize("name", ["public_url", "trial_url"])
def test_any_other_address_stops_the_start(name: str, address: str) -> None:
    with pytest.raises(ValidationError, match="without a path"):
        Settings.model_validate({name: address})
