"""The one way out: the only module that opens a connection to the world.

An address that somebody typed may lead anywhere, also to machines that only we can reach. So a name
is resolved once, refused where any of its addresses lies inside, and connected to at the address
that was looked at; nothing asks for the name again. No redirect is followed, and no proxy of the
environment is used. The standard library's client does this in fewer lines than a larger one, which
would have to be kept from retrying, redirecting and unpacking.
"""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import quote, urlsplit

from flask import current_app
from flask_babel import gettext as _

from app.errors import Refusal
from app.inside import LIMITED, is_inside
from app.language import N_

PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000
MOST_BYTES = 10_000_000
SECONDS = 15.0
"""From the first connection to the last byte; the system's resolver has a limit of its own."""
MOST_TRIED = 4  # addresses of one name
PIECE = 64 * 1024
KEPT = "!#$%&'()*+,/:;=?@[]~"  # what has a meaning of its own in a path stays as it was typed

_SENTENCES = {
    "address": N_("This is no web address. It begins with https:// and names a host."),
    "person": N_("Leave the name and password out of the address; it would be shown to others."),
    "port": N_("Port %(port)s is not open for this. Ask whoever runs this program to allow it."),
    "inside": N_(
        "%(host)s is inside the network, where this program asks only what its settings allow."
    ),
    "unknown": N_("No machine is known as %(host)s. Look for a slip in the address."),
    "silent": N_("%(host)s does not answer."),
    "slow": N_("%(host)s takes too long to answer."),
    "untrusted": N_("%(host)s does not prove who it is: its certificate is not trusted."),
    "moved": N_("It leads on to another address. Enter that one, if you trust it: %(onward)s"),
    "packed": N_("%(host)s sends it packed, although it was asked not to."),
    "large": N_("%(host)s sends more than %(most)s MB."),
    "broken": N_("%(host)s breaks off, or its answer makes no sense."),
}


class NotReached(Refusal):
    """Nothing came back that may be used; `why` is a key of the sentences, for programs."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(_(_SENTENCES[why], **values), field="address", status=422)
        self.why = why


@dataclass(frozen=True)
class Target:
    """Where an address leads; the host is ASCII, without a dot at its end."""

    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def target_of(address: str) -> Target:
    """Where the address leads, without asking anybody; refused where it can't be asked."""
    address = address.strip()
    plain = len(address) <= LONGEST_ADDRESS and not any(c <= " " or c in "\\\x7f" for c in address)
    try:
        parts = urlsplit(address if plain else "")
        port = parts.port
        host = _host(parts.hostname or "")
        path = quote(parts.path or "/", KEPT) + ("?" + quote(parts.query, KEPT)) * bool(parts.query)
    except ValueError:
        raise NotReached("address") from None
    if "@" in parts.netloc:
        raise NotReached("person")
    if parts.scheme not in PORTS or not host:
        raise NotReached("address")
    target = Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path)
    if target.port not in PORTS.values() and not _is_allowed(target, with_port=True):
        raise NotReached("port", port=target.port)
    return target


def fetch(
    address: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """What the address answers, within so many bytes and seconds; raises `NotReached`.

    Call it outside of a transaction: nobody may wait for the world with a database locked.
    """
    target, until = target_of(address), time.monotonic() + seconds
    found = _resolved(target)
    values = {"host": target.host, "most": most_bytes // 1_000_000}
    try:
        with _connected(target, found, until) as line:
            asked = {"User-Agent": "Roomworthy", "Connection": "close", **(headers or {})}
            line.request(method, target.path, body, asked)
            with line.getresponse() as came:
                answer = _read(came, most_bytes, values)
    except ssl.SSLCertVerificationError:
        raise NotReached("untrusted", **values) from None
    except (OSError, HTTPException, ValueError) as error:
        why = "silent" if isinstance(error, ConnectionError) else "broken"
        raise NotReached("slow" if time.monotonic() >= until else why, **values) from None
    if time.monotonic() >= until:  # what was cut off may look like an end
        raise NotReached("slow", **values)
    return answer


def _host(name: str) -> str:
    """The name as the resolver is asked for it: letters and digits of other scripts made plain."""
    if "%" in name:
        raise ValueError(name)
    return name if ":" in name else name.rstrip(".").encode("idna").decode("ascii")


def _is_allowed(target: Target, *, with_port: bool = False) -> bool:
    """Whether the settings name the host, or the host with this port."""
    named = current_app.config["SETTINGS"].outgoing_allowed
    whole = f"{target.host}:{target.port}"
    return whole in named or (not with_port and target.host in named)


def _resolved(target: Target) -> list[str]:
    """The addresses of the host; refused where a single one of them is not for us to ask."""
    try:
        told = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotReached("unknown", host=target.host) from None
    found = list(dict.fromkeys(str(each[4][0]) for each in told))
    allowed = LIMITED if _is_allowed(target) else ()
    if any(is_inside(each, allowed) or (not allowed and _is_own(each)) for each in found):
        raise NotReached("inside", host=target.host)
    return found[:MOST_TRIED]


def _is_own(address: str) -> bool:
    """Whether the address is this machine's own; nothing is sent to find that out."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as route:
        route.connect((address, 9))
        return bool(route.getsockname()[0] == address)
    return False


@contextmanager
def _connected(target: Target, found: list[str], until: float) -> Iterator[HTTPConnection]:
    """A connection to one of these addresses, cut off at that moment."""
    with _reached(found, target.port, until) as plain, _cut_off(plain, until):
        line = HTTPConnection(target.host, target.port)
        line.auto_open = 0  # else it would look for the name again, and go where that leads now
        line.default_port = PORTS[target.scheme]
        line.sock = plain
        if target.scheme == "https":
            trusted = ssl.create_default_context()
            line.sock = trusted.wrap_socket(plain, server_hostname=target.host)
        with line.sock:
            yield line


def _reached(found: list[str], port: int, until: float) -> socket.socket:
    for each in found:
        with suppress(OSError):
            left = max(0.1, until - time.monotonic())
            return socket.create_connection((each, port), timeout=left)
    raise ConnectionError


@contextmanager
def _cut_off(connection: socket.socket, until: float) -> Iterator[None]:
    """End the connection at that moment, at whatever it is then: a slow drip, too, comes to an end.

    By a handle of its own, as the socket itself passes into that of TLS.
    """
    with connection.dup() as handle:

        def cut() -> None:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

        timer = Timer(max(0.0, until - time.monotonic()), cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _read(answer: HTTPResponse, most_bytes: int, values: Mapping[str, object]) -> Answer:
    headers = {name.lower(): value for name, value in answer.getheaders()}
    if 300 <= answer.status < 400 and "location" in headers:
        raise NotReached("moved", onward=headers["location"][:200])
    ways = headers.get("content-encoding", "identity"), headers.get("transfer-encoding", "chunked")
    if (ways[0].lower(), ways[1].lower()) != ("identity", "chunked"):
        raise NotReached("packed", **values)
    told = answer.length
    if told is not None and told > most_bytes:
        raise NotReached("large", **values)
    body = bytearray()
    while piece := answer.read(PIECE):
        body += piece
        if len(body) > most_bytes:
            raise NotReached("large", **values)
    if told is not None and len(body) < told:
        raise NotReached("broken", **values)
    return Answer(answer.status, headers, bytes(body))
