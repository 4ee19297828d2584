"""The one way out reaches nothing inside, whatever an address says and whoever resolves it."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import inside, outgoing
from app.outgoing import NotReached, fetch
from app.settings import Settings
from tests.outgoing_targets import INSIDE_4, INSIDE_6, NAMES, targets
from tests.talkers import MOST_DRIPS, Listener, listening
from tests.telling import Telling

OUTSIDE = "93.184.215.14"
NUMERIC: Callable[..., Any] = socket.getaddrinfo


def _allow(app: Flask, *hosts: str) -> None:
    settings: Settings = app.config["SETTINGS"]
    allowed = settings.model_copy(update={"outgoing_allow": ",".join(hosts)})
    app.config["SETTINGS"] = allowed


def _why(address: str, **bounds: Any) -> str:
    with pytest.raises(NotReached) as refused:
        fetch(address, **bounds)
    assert str(refused.value).endswith(".")
    return refused.value.why


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address to which a stream was about to be opened; those outside are not opened."""
    seen: list[str] = []
    connect = socket.socket.connect

    def note(self: socket.socket, address: Any) -> None:
        if self.type == socket.SOCK_STREAM:
            seen.append(address[0])
            if address[0] == OUTSIDE:
                raise ConnectionRefusedError
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", note)
    return seen


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """A resolver that knows every spelling, and names of ours: what it says at each asking."""
    names = {name: [[address]] for name, address in NAMES.items()}

    def resolve(host: str, port: int, *_args: Any, **_given: Any) -> list[Any]:
        plain = host.lower().rstrip(".")
        turns = names.get(plain, [[plain]])
        told = turns.pop(0) if len(turns) > 1 else turns[0]
        return [each for one in told for each in NUMERIC(one, port, type=socket.SOCK_STREAM)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return names


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server on this machine that counts who came."""
    with listening() as found:
        yield found


def test_no_spelling_of_an_address_reaches_inside(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    wire: list[str],
    resolver: dict[str, Any],
    listener: Listener,
    record_property: Telling,
) -> None:
    monkeypatch.setattr(outgoing, "PORTS", {"http": listener.port, "https": 443})
    tried = [address.format(port=listener.port) for address in targets()]
    assert len(set(tried)) >= 300
    record_property("targets", len(set(tried)))

    whys = {address: _why(address, seconds=1) for address in tried}

    assert wire == []
    assert listener.came == 0
    assert {"inside", "address", "person"} >= set(whys.values()), whys
    assert sum(why == "inside" for why in whys.values()) > 280


def test_a_name_is_refused_where_one_of_its_addresses_lies_inside(
    app: Flask, wire: list[str], resolver: dict[str, Any]
) -> None:
    for address in (*INSIDE_4, *INSIDE_6):
        resolver["both.example"] = [[OUTSIDE, address]]
        assert _why("https://both.example/") == "inside"
    assert wire == []


def test_a_name_that_leads_elsewhere_when_asked_again_is_asked_once(
    app: Flask, wire: list[str], resolver: dict[str, Any]
) -> None:
    resolver["turns.example"] = [[OUTSIDE], ["127.0.0.1"], ["127.0.0.1"]]
    assert _why("http://turns.example/") == "silent"
    assert wire == [OUTSIDE]


def test_a_redirect_is_told_and_not_followed(
    app: Flask, listener: Listener, resolver: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver["moved.example"] = [["127.0.0.1"]]
    with listening() as first:
        _allow(app, f"moved.example:{first.port}")
        monkeypatch.setattr(outgoing, "PORTS", {"http": listener.port, "https": 443})
        for status in (301, 302, 303, 307, 308):
            first.says(f"{status} Moved", {"Location": f"http://127.0.0.1:{listener.port}/"})
            with pytest.raises(NotReached, match=rf"127\.0\.0\.1:{listener.port}") as refused:
                fetch(f"http://moved.example:{first.port}/")
            assert refused.value.why == "moved"
        assert first.came == 5
    assert listener.came == 0


def test_a_host_inside_that_the_settings_name_is_asked_by_its_name(
    app: Flask, listener: Listener, resolver: dict[str, Any]
) -> None:
    resolver["calendar.campus.internal"] = [["127.0.0.1"]]
    address = f"http://Calendar.Campus.Internal.:{listener.port}/räume?a=1 b".replace(" ", "%20")
    assert _why(address) == "port"
    _allow(app, f"calendar.campus.internal:{listener.port}")
    listener.says("200 OK", {}, b"BEGIN:VCALENDAR")

    answer = fetch(address, method="POST", headers={"X-Id": "7"}, body=b"told")

    assert (answer.status, answer.body) == (200, b"BEGIN:VCALENDAR")
    assert listener.heard.startswith(b"POST /r%C3%A4ume?a=1%20b HTTP/1.1\r\n")
    assert f"Host: calendar.campus.internal:{listener.port}".encode() in listener.heard
    assert b"X-Id: 7\r\n" in listener.heard
    assert listener.heard.endswith(b"\r\n\r\ntold")


def test_what_tells_a_cloud_about_itself_stays_closed_even_to_a_named_host(
    app: Flask, wire: list[str], resolver: dict[str, Any]
) -> None:
    resolver["calendar.campus.internal"] = [["169.254.169.254"]]
    _allow(app, "calendar.campus.internal")
    assert _why("http://calendar.campus.internal/") == "inside"
    assert wire == []


@pytest.mark.parametrize(
    ("status", "headers", "body", "why"),
    [
        ("200 OK", {"Content-Encoding": "gzip"}, b"x", "packed"),
        ("200 OK", {"Transfer-Encoding": "gzip, chunked"}, b"x", "packed"),
        ("200 OK", {"Content-Length": "999999999999"}, b"x", "large"),
        ("200 OK", {}, b"x" * 20_001, "large"),
        ("200 OK", {"Content-Length": "10"}, b"x", "broken"),
        ("200 OK", {"Transfer-Encoding": "chunked"}, b"zz\r\nx", "broken"),
        ("what? \x00", {}, b"", "broken"),
    ],
)
def test_an_answer_that_is_no_answer_is_refused(
    app: Flask, listener: Listener, status: str, headers: dict[str, str], body: bytes, why: str
) -> None:
    _allow(app, f"127.0.0.1:{listener.port}")
    listener.says(status, headers, body)
    assert _why(f"http://127.0.0.1:{listener.port}/", most_bytes=20_000) == why


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_cut_off(app: Flask, listener: Listener, begins: bytes) -> None:
    _allow(app, f"127.0.0.1:{listener.port}")
    listener.drips(begins)
    assert _why(f"http://127.0.0.1:{listener.port}/", seconds=0.4) == "slow"
    listener.close()
    assert listener.came == 1
    assert listener.dripped < MOST_DRIPS


def test_the_machine_itself_is_inside_by_whatever_address(
    app: Flask, wire: list[str], resolver: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inside, "_IPV4", ())
    assert _why("http://127.0.0.1/") == "inside"
    assert wire == []


def test_nobody_home_is_said(app: Flask, listener: Listener) -> None:
    _allow(app, f"127.0.0.1:{listener.port}")
    listener.close()
    assert _why(f"http://127.0.0.1:{listener.port}/") == "silent"


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """A certificate of calendar.example with its key, which nobody else trusts."""
    file = tmp_path / "proof.pem"
    name = ["-subj", "/CN=calendar.example", "-addext", "subjectAltName=DNS:calendar.example"]
    kind = ["-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    made = ["openssl", "req", *kind, *name, "-keyout", str(file) + ".key", "-out", str(file)]
    subprocess.run(made, check=True, capture_output=True)
    return file


def test_a_server_proves_the_name_that_was_asked_for(
    app: Flask, proof: Path, resolver: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver |= {"calendar.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]}
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(proof, f"{proof}.key")
    named: list[str | None] = []
    tls.sni_callback = lambda _socket, name, _context: named.append(name)
    with listening(tls) as server:
        _allow(app, f"calendar.example:{server.port}", f"other.example:{server.port}")
        server.says("200 OK", {}, b"told")
        assert _why(f"https://calendar.example:{server.port}/") == "untrusted"
        monkeypatch.setenv("SSL_CERT_FILE", str(proof))
        assert fetch(f"https://calendar.example:{server.port}/").body == b"told"
        assert _why(f"https://other.example:{server.port}/") == "untrusted"
    assert named == ["calendar.example", "calendar.example", "other.example"]
