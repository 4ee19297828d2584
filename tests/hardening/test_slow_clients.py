"""Clients that dawdle hold up nobody: the real server, with hands that hold on to it."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest

from scripts.serve import HEADER_SECONDS
from tests.servers import Server, serving

HEADS = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=a"
)
HANDS = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program, served by one process that does one thing at a time."""
    with serving(tmp_path_factory.mktemp("slow")) as found:
        yield found


def _holding(server: Server, begins: bytes, stack: ExitStack) -> list[socket.socket]:
    where = urlsplit(server.address)
    found = []
    for _ in range(HANDS):
        hand = stack.enter_context(socket.create_connection((where.hostname, where.port), 10))
        hand.sendall(begins)
        found.append(hand)
    return found


def _answers(server: Server) -> bool:
    with urllib.request.urlopen(f"{server.address}/sign-in", timeout=10) as answer:  # noqa: S310
        return bool(answer.status == 200)


@pytest.mark.parametrize("begins", [HEADS, BODY], ids=["heads", "bodies"])
def test_others_are_answered_while_some_dawdle(server: Server, begins: bytes) -> None:
    with ExitStack() as stack:
        _holding(server, begins, stack)
        assert _answers(server)


def test_who_never_says_what_they_want_is_hung_up_on(server: Server) -> None:
    with ExitStack() as stack:
        hand = _holding(server, HEADS, stack)[0]
        hand.settimeout(HEADER_SECONDS * 4)
        with suppress(ConnectionError):
            assert b"200 OK" not in hand.recv(1000)


def test_who_hangs_up_keeps_nobody_waiting(server: Server) -> None:
    asked = (
        BODY + b"a" * 89_993,
        b"GET /static/css/app.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        BODY,
    )
    for begins in asked:
        with ExitStack() as stack:
            for hand in _holding(server, begins, stack):
                hand.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        assert _answers(server)
