"""A mail server and an HTTP receiver of the tests' own, real ones, which can be ended and begun."""

import json
import socket
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import http_ece
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


class MailServer:
    """Takes mail as a server does, keeps it, and can be ended and begun at the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.receivers: list[str] = []
        self.answer = "250 taken"
        self._controller: Controller | None = None

    async def handle_RCPT(  # noqa: N802 - so aiosmtpd calls it
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Who it is for."""
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """What it says."""
        self.receivers += envelope.rcpt_tos
        self.raw.append(envelope.content)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    @property
    def ids(self) -> list[str]:
        """The stable id of each mail that came."""
        return [str(each["Message-ID"]) for each in self.mails]

    def begin(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def end(self) -> None:
        """Listen no more."""
        if self._controller:
            self._controller.stop()
        self._controller = None


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server that listens, ended in the end."""
    found = MailServer()
    found.begin()
    try:
        yield found
    finally:
        found.end()


class HttpReceiver:
    """Keeps what is posted to it, answers with a status, and can be ended and begun again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.came: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 201
        self._server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Listen."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                names = {name.lower(): value for name, value in self.headers.items()}
                receiver.came.append((self.path, names, body))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def end(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    """An HTTP receiver that listens, ended in the end."""
    found = HttpReceiver()
    found.begin()
    try:
        yield found
    finally:
        found.end()


class PushBrowser:
    """A browser that takes pushed messages, and opens what was sealed for it."""

    def __init__(self, receiver: HttpReceiver, name: str = "one") -> None:
        self.endpoint = f"{receiver.address}/push/{name}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = b"sixteen bytes...".ljust(16)[:16]

    @property
    def subscription(self) -> str:
        """What it gives to a page."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _packed(point), "auth": _packed(self._secret)}
        return json.dumps({"endpoint": self.endpoint, "expirationTime": None, "keys": keys})

    def opened(self, body: bytes) -> dict[str, str]:
        """What was told."""
        plain = http_ece.decrypt(
            body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        told: dict[str, str] = json.loads(plain)
        return told


def _packed(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()
