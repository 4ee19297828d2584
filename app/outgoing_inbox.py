"""The way to the inbox: the one module that talks to an IMAP server.

The server is named by the settings alone, so it may stand inside; nobody's form leads here.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from app.settings import Settings

SECONDS = 60.0
"""For one look into the inbox, from the connection to the last word."""
CONNECTING = 20.0
MOST_BYTES = 30_000_000
"""Of a larger mail only the beginning is fetched, which holds its text."""
PROBLEMS = (OSError, ImapToolsError, imaplib.IMAP4.error, ValueError)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class NotRead(Exception):
    """The server did not let us read; it may later."""


@dataclass(frozen=True)
class Content:
    """A mail as it lies there, or its beginning."""

    raw: bytes
    is_whole: bool


class Inbox:
    """A folder that is open; each act raises `NotRead` where the line broke."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box

    def unread(self) -> Sequence[str]:
        """The ids of what nobody has read, the oldest first."""
        with _told():
            return self._box.uids("UNSEEN")

    def content(self, uid: str) -> Content | None:
        """The mail of that id, which stays unread; None where it is gone."""
        with _told():
            asked = f"(RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)"
            kind, answer = self._box.client.uid("FETCH", uid, asked)
        found = [each for each in answer if isinstance(each, tuple)]
        if kind != "OK" or not found:
            return None
        head, raw = found[0]
        told = b" ".join([head, *(each for each in answer if isinstance(each, bytes))])
        size = _SIZE.search(told)
        return Content(raw, size is None or int(size[1]) <= len(raw))

    def mark_read(self, uid: str) -> None:
        """Nobody looks at it again; call it once what it says is committed."""
        with _told():
            self._box.client.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")


@contextmanager
def opened(settings: Settings) -> Iterator[Inbox]:
    """The inbox that the settings name, cut off after `SECONDS`; raises `NotRead`.

    Call it outside of a transaction: nobody may wait for the world with a database locked.
    """
    with _told():
        box = _connected(settings)
    timer = Timer(SECONDS, _cut, [box])
    timer.daemon = True
    timer.start()
    try:
        with _told():
            _sign_in(box, settings)
        yield Inbox(box)
        with suppress(*PROBLEMS):
            box.logout()
    finally:
        timer.cancel()
        with suppress(OSError):
            box.client.shutdown()


def _connected(settings: Settings) -> BaseMailBox:
    where = settings.inbox_host, settings.inbox_port
    if settings.inbox_tls == "none":
        return MailBoxUnencrypted(*where, timeout=CONNECTING)
    kind = MailBoxStartTls if settings.inbox_tls == "starttls" else MailBox
    return kind(*where, timeout=CONNECTING, ssl_context=ssl.create_default_context())


def _sign_in(box: BaseMailBox, settings: Settings) -> None:
    who = settings.inbox_user, settings.inbox_password
    enter = box.login if "".join(who).isascii() else box.login_utf8
    enter(*who, initial_folder=settings.inbox_folder)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except PROBLEMS as error:
        raise NotRead(f"{type(error).__name__}: {error}"[:300]) from None


def _cut(box: BaseMailBox) -> None:
    with suppress(OSError):
        if isinstance(box.client.sock, socket.socket):
            socket.socket.shutdown(box.client.sock, socket.SHUT_RDWR)  # past TLS, which would wait
