"""Nobody is led to another site by an address of ours (promise 10)."""

import re
from itertools import product
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask_security.utils import _get_post_login_redirect as way_on

from app.extensions import db
from app.leading import within
from app.people import service
from tests.builders import Builder
from tests.pages import fetch

HOME = "https://rooms.example.edu/sign-in"
HOSTS = (
    *("evil.example", "evil.example/rooms.example.edu", "rooms.example.edu@evil.example"),
    "rooms.example.edu.evil.example",
)
BEGINNINGS = (
    *("//", "///", "////", "/\\", "\\/", "\\\\", "/\\/", "\\", "/\t/", "/\n/", "/\r\n/", "\t//"),
    *(
        "https://",
        "HTTPS://",
        "http:",
        "https:",
        "https:/",
        "https:\\\\",
        "ftp://",
        "//\\",
        "/%09/",
    ),
    *(" //", "\x00//", "\x19////", "\u200a//", "/\u2044", "\uff0f\uff0f", "/%5c", "/%2f", "/.//"),
    *(
        "/%09/",
        "/..//",
        "//%00",
        "/;//",
        "?//",
        "#//",
        "@",
        "/@",
        ".//",
        "../",
        "javascript:alert(1)//",
    ),
    *(
        "javascript:alert(1)//",
        "data:text/html,",
        "vbscript:",
        "/\x0b/",
        "/\u00a0/",
        "/\u2028/",
        "blob:https://",
        "view-source://",
    ),
    *("https:///", "https:////", "//0x", "//%65", "/%0d%0aLocation:%20//", "/\r\nLocation: //"),
    *("\u3002//", "/\ufeff/", "\ufeff//", "///\\", "/\\\\/", "//evil.example\\@", "//[::1]@"),
)
PAYLOADS = [f"{begins}{host}" for begins, host in product(BEGINNINGS, HOSTS)]
"""What has led people elsewhere somewhere, once."""


def _leads_to(location: str) -> str:
    """The host that a browser goes to: it takes \\ for /, and leaves out tabs and line ends."""
    plain = re.sub(r"[\t\r\n]", "", location).strip("\x00\x19 \ufeff").replace("\\", "/")
    return urlsplit(urljoin(HOME, plain)).netloc


def test_two_hundred_addresses_are_tried() -> None:
    assert len(set(PAYLOADS)) >= 200
    assert _leads_to("/\\evil.example") == _leads_to("/\t/evil.example") == "evil.example"


@pytest.mark.parametrize("place", ["query", "form"])
def test_no_address_leads_out_after_signing_in(app: Flask, place: str) -> None:
    for each in PAYLOADS:
        told = {"query_string": {"next": each}} if place == "query" else {"data": {"next": each}}
        with app.test_request_context("/sign-in", method="POST", base_url=HOME[:-8], **told):
            location = way_on()
        assert _leads_to(quote(location, "/:?#[]@!$&'()*+,;=%\\")) == "rooms.example.edu", each


def test_our_own_ways_on_are_paths_and_nothing_else() -> None:
    for each in PAYLOADS:
        assert not within(each) or _leads_to(within(each)) == "rooms.example.edu", each
    assert within("/rooms?q=2.14&page=2") == "/rooms?q=2.14&page=2"
    assert [within(each) for each in ("//evil.example", "/\\evil", "rooms", "", "/ä", "/a\n")] == [
        ""
    ] * 6


@pytest.mark.parametrize(
    "way", ["//evil.example", "/\\evil.example", "https:evil.example", "/\t/evil"]
)
def test_the_form_keeps_to_it(app: Flask, make: Builder, way: str) -> None:
    person = make.person(email="ada@example.edu")
    service.choose_password(person, "quiet rooms keep well")
    db.session.commit()
    client = app.test_client()
    form = fetch(client, f"/sign-in?next={quote(way)}", follow_redirects=True).form()
    answer = form.send({"email": "ada@example.edu", "password": "quiet rooms keep well"})
    assert answer.status_code == 302
    assert _leads_to(answer.location) == "rooms.example.edu"
