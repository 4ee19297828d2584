"""An issuer to sign in at, that can be made to lie; and a browser's way there and back."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import oidc_provider_mock
from flask import Flask, Response, g, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

CLIENT = "roomworthy"
Claims = dict[str, Any]


def unsigned(claims: Claims) -> str:
    """A token that says it needs no signature."""
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    told = (base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in parts)
    return b".".join((*told, b"")).decode()


def by_strange_key(claims: Claims) -> str:
    """A token that somebody else has signed."""
    return jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048, auto_kid=False))


@dataclass
class Issuer:
    """A running issuer; `lie` changes what its tokens say, `forge` how they are signed."""

    address: str
    lie: Callable[[Claims], Claims] | None = None
    forge: Callable[[Claims], str] | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    tokens: list[Any] = field(default_factory=list)
    key: Any = None

    def spoil(self, given: Response) -> Response:
        """What it answers, after its lies."""
        self.asked.append((request.path, request.form.to_dict()))
        self.queries.append(request.query_string.decode())
        if request.path != "/oauth2/token" or given.status_code != 200:
            return given
        said = given.get_json()
        claims = json.loads(_unpacked(said["id_token"].split(".")[1]))
        told = self.lie(dict(claims)) if self.lie else claims
        if self.forge:
            said["id_token"] = self.forge(told)
        elif self.lie:
            said["id_token"] = jwt.encode({"alg": "RS256"}, told, self.key)
        self.tokens.append(said)
        given.set_data(json.dumps(said))
        return given

    def knows(self, subject: str, **claims: object) -> None:
        """Let it know somebody."""
        told = {"Content-Type": "application/json"}
        assert _sent(f"{self.address}/users/{subject}", "PUT", json.dumps(claims), told)[0] == 204


def _sent(address: str, method: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status, and where it leads: a browser's own way to the issuer, which is none of ours."""
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as line:
        line.request(method, f"{parts.path}?{parts.query}", body, headers)
        answer = line.getresponse()
        return answer.status, answer.getheader("Location", "")


def _unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer on this machine, until the block ends."""
    provider: Flask = oidc_provider_mock.app()
    server = make_server("127.0.0.1", 0, provider, threaded=True)
    found = Issuer(f"http://127.0.0.1:{server.server_port}")
    provider.after_request(found.spoil)

    @provider.before_request
    def show_key() -> None:
        found.key = RSAKey.import_key(g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))

    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sent_back(issuer: Issuer, client: FlaskClient, subject: str, next_: str = "") -> str:
    """Begin here, sign in there: the path on which the issuer sends the browser back."""
    begun = client.get("/sign-in/other", query_string={"next": next_} if next_ else {})
    assert begun.status_code == 302, begun.text
    assert begun.location.startswith(issuer.address), begun.location
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, led = _sent(begun.location, "POST", urlencode({"sub": subject}), form)
    assert status == 302
    back = urlsplit(led)
    return f"{back.path}?{back.query}"


def come_in(issuer: Issuer, client: FlaskClient, subject: str, next_: str = "") -> TestResponse:
    """The whole way: begin here, sign in there, come back."""
    return client.get(sent_back(issuer, client, subject, next_))


def asked_of(address: str) -> dict[str, str]:
    """What the address to the issuer asks it for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
