"""Phones that send checks to a server that keeps dying: each is sent until it is acknowledged."""

from __future__ import annotations

import http.client
import io
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder

HOST = "127.0.0.1"
PATIENCE = 20.0
AGAIN = 0.05
"""Seconds until a phone tries again: the ones in life are more patient."""
BUSY = {503, 507}


@dataclass
class Sent:
    """A check that a phone sends, and what it was told of it."""

    message: dict[str, Any]
    photos: tuple[bytes, ...] = ()
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return str(self.message["key"])


@dataclass(frozen=True)
class Who:
    """Somebody's session, and the token that what they send has to bear."""

    person: int
    cookie: str
    token: str


def packed(sent: Sent) -> tuple[bytes, str]:
    """The body as a browser sends it, and its type."""
    text = json.dumps(sent.message)
    if not sent.photos:
        return text.encode(), "application/json"
    parts = [
        FileStorage(io.BytesIO(each), f"photo-{n}", "photos") for n, each in enumerate(sent.photos)
    ]
    builder = EnvironBuilder(method="POST", data={"check": text, "photos": parts})
    environ = builder.get_environ()
    return environ["wsgi.input"].read(), environ["CONTENT_TYPE"]


class Sender(Thread):
    """Whoever sends to the server, over a line of their own, until told that it is enough."""

    def __init__(self, port: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.sent: list[Sent] = []
        self.strange: list[str] = []
        self.tries = self.answers = 0
        self.enough = Event()
        self._port, self._chance = port, random.Random(seed)  # noqa: S311 - no secret
        self._line: http.client.HTTPConnection | None = None

    def _open_line(self) -> http.client.HTTPConnection:
        self._line = self._line or http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE)
        return self._line

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None


class Phone(Sender):
    """Sends what `next_check` gives, one after the other, until told that it is enough.

    Now and then it hangs up before the answer, or sends again what was acknowledged already; its
    last check it always sends again.
    """

    def __init__(
        self, port: int, who: Who, next_check: Callable[[Who, random.Random], Sent], seed: int
    ) -> None:
        super().__init__(port, seed)
        self._who, self._next_check = who, next_check

    def run(self) -> None:
        """Until it is enough, and the last one is acknowledged."""
        while not self.enough.is_set():
            check = self._next_check(self._who, self._chance)
            self.sent.append(check)
            self._send(check)
            if self._chance.random() < 0.1:
                self._send(check)
        self._send(self.sent[-1])
        self._hang_up()

    def _send(self, check: Sent) -> None:
        body, kind = packed(check)
        while not self._tried(check, body, kind):
            time.sleep(AGAIN)

    def _tried(self, check: Sent, body: bytes, kind: str) -> bool:
        """Whether nothing is left to try."""
        self.tries += 1
        try:
            status, content, again = self._asked(body, kind)
        except (OSError, http.client.HTTPException):
            self._hang_up()
            return False
        if status == 200:
            check.answers.append(json.loads(content))
            self.answers += 1
            return True
        if status in BUSY and again:
            return False
        self.strange.append(f"{status}: {content[:300]!r}")
        return True

    def _asked(self, body: bytes, kind: str) -> tuple[int, bytes, str | None]:
        line = self._open_line()
        headers = {"Content-Type": kind, "Cookie": f"session={self._who.cookie}"}
        line.request("POST", "/sync/checks", body, headers | {"X-CSRFToken": self._who.token})
        if self._chance.random() < 0.05:
            raise ConnectionAbortedError  # the signal is gone before the answer
        answer = line.getresponse()
        return answer.status, answer.read(), answer.getheader("Retry-After")
