"""What every answer keeps to itself, and what it says to browsers."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from app import create_app
from app.extensions import db, limiter
from app.settings import Settings
from tests.builders import Builder
from tests.hardening.routes import everything, small_estate
from tests.pages import read

SECRET = "what nobody may read 4711"


def test_a_fault_of_ours_tells_its_number_and_nothing_else(
    settings: Settings, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings.model_copy(update={"testing": False}))
    limiter.enabled = False

    def broken(**_given: Any) -> str:
        raise RuntimeError(SECRET)

    monkeypatch.setitem(app.view_functions, "security.login", broken)
    with app.app_context():
        db.create_all()
        page = read(app.test_client().get("/sign-in"), 500)
        db.engine.dispose()
    number = page.main.partition(", as ")[2].partition(".")[0]
    assert len(number) == 8
    log = capfd.readouterr().err
    assert number in log
    assert SECRET in log
    for inside in (SECRET, "RuntimeError", "Traceback", "app/", ".py"):
        assert inside not in page.response.get_data(as_text=True).replace("css/app.css", "")


def test_what_is_too_large_is_told_how_large_it_may_be(app: Flask, client: FlaskClient) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 64 * 2**20
    app.config["MAX_CONTENT_LENGTH"] = 2**19
    page = read(client.post("/sign-in", data={"email": "x" * 2**20}), 413)
    assert "At most 0.5 MB can be sent at a time." in page.main


def test_a_form_of_endless_fields_is_refused(app: Flask, client: FlaskClient) -> None:
    parts = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
        for _ in range(app.config["MAX_FORM_PARTS"] + 1)
    )
    kind = "multipart/form-data; boundary=b"
    assert client.post("/sign-in", data=parts + b"--b--", content_type=kind).status_code == 413


def test_every_answer_bears_the_headers(app: Flask, client: FlaskClient, make: Builder) -> None:
    values, seen = small_estate(make), 0
    for each in everything(app, values):
        with client.open(each.path, method=each.method) as answer:
            said = answer.headers
            assert said["X-Content-Type-Options"] == "nosniff", each
            assert said["X-Frame-Options"] == "DENY", each
            policy = said["Content-Security-Policy"]
            assert policy.startswith("default-src 'self'; base-uri 'none'; form-action 'self'"), (
                each
            )
            assert "unsafe-inline" not in policy
            assert "nonce-" not in policy
            assert said["Referrer-Policy"] in {"same-origin", "no-referrer"}, each
            assert said["Cross-Origin-Opener-Policy"] == "same-origin", each
            assert "camera=(self)" in said["Permissions-Policy"], each
            assert not {"Server", "X-Powered-By"} & set(said.keys()), each
        seen += 1
    assert seen > 250


def test_cookies_are_bound_to_this_host(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"cookie_secure": True}))
    with app.app_context():
        db.create_all()
        answer = app.test_client().get("/sign-in", base_url="https://rooms.example.edu")
        db.session.remove()
        db.engine.dispose()
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_whom_to_tell_of_a_weakness_stands_where_it_is_looked_for(
    app: Flask, client: FlaskClient, time_machine: Any
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    contact = {"security_contact": "mailto:security@example.edu"}
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update=contact)
    time_machine.move_to(datetime.fromisoformat("2026-11-23T10:00:00+00:00"))
    answer = client.get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:security@example.edu",
        "Expires: 2027-05-22T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://rooms.example.edu/.well-known/security.txt",
    ]
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_contact_is_an_address() -> None:
    for each in (
        "security@example.edu",
        "mailto:a@example.edu\nExpires: never",
        "http://a.example",
    ):
        with pytest.raises(ValidationError, match="mailto:"):
            Settings(security_contact=each)


def test_no_proxy_is_believed_unless_the_settings_say_so(settings: Settings) -> None:
    assert Settings().trusted_proxies == 0
    for proxies, secure in ((0, False), (1, True)):
        app = create_app(settings.model_copy(update={"trusted_proxies": proxies}))
        with app.test_client() as client, app.app_context():
            db.create_all()
            told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
            client.get("/healthz", headers=told)
            from flask import request  # noqa: PLC0415 - of the request that was just sent

            assert request.is_secure is secure
            assert (request.remote_addr == "203.0.113.9") is secure
            db.engine.dispose()
