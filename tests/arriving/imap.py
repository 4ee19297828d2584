"""An inbox of the tests' own: a small IMAP server (RFC 3501), which can be ended and begun."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

PASSWORD = "correct horse"


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    inbox: "ImapServer"


class _Line(StreamRequestHandler):
    """One client."""

    server: _Server

    def handle(self) -> None:
        """Answer each command until the client has gone."""
        self._say("* OK ready")
        with suppress(OSError):
            while line := self.rfile.readline():
                tag, _space, command = line.decode().strip().partition(" ")
                self.server.inbox.heard.append(re.sub(r"LOGIN .*", "LOGIN", command))
                if self._did(command):
                    self._say(f"{tag} OK done")
                else:
                    self._say(f"{tag} NO not for you")
                if command == "LOGOUT":
                    return

    def _did(self, command: str) -> bool:
        words = command.split()
        match words:
            case ["CAPABILITY"]:
                self._say("* CAPABILITY IMAP4rev1")
            case ["LOGIN", _user, *secret]:
                return " ".join(secret).strip('"') == PASSWORD
            case ["SELECT", *_]:
                self._say(f"* {len(self.server.inbox.mails)} EXISTS")
            case ["LOGOUT"]:
                self._say("* BYE")
            case ["UID", *of]:
                self._of_one(of, command)
        return True

    def _of_one(self, words: list[str], command: str) -> None:
        match words:
            case ["SEARCH", *_]:
                self._say("* SEARCH " + " ".join(map(str, self.server.inbox.unread)))
            case ["FETCH", uid, *_]:
                self._send(int(uid), command)
            case ["STORE", uid, *_]:
                self.server.inbox.mark(int(uid))

    def _send(self, uid: int, command: str) -> None:
        raw = self.server.inbox.mails[uid - 1]
        most = re.search(r"<0\.(\d+)>", command)
        part = raw[: int(most[1])] if most else raw
        size = f"RFC822.SIZE {len(raw)} " if "RFC822.SIZE" in command else ""
        self._say(f"* {uid} FETCH (UID {uid} {size}BODY[]<0> {{{len(part)}}}")
        self.wfile.write(part + b")\r\n")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class ImapServer:
    """Keeps mails; the ids are 1, 2, 3 … as they came."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.port: int = taken.getsockname()[1]
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.heard: list[str] = []
        self.forgets = False
        """Whether it drops the line instead of marking a mail as read."""
        self._server: _Server | None = None

    @property
    def unread(self) -> list[int]:
        """The ids of what was not read yet."""
        return [each for each in range(1, len(self.mails) + 1) if each not in self.seen]

    def mark(self, uid: int) -> None:
        """A mail was read."""
        if self.forgets:
            raise OSError("the line broke")
        self.seen.add(uid)

    def begin(self) -> None:
        """Listen."""
        self._server = _Server(("127.0.0.1", self.port), _Line)
        self._server.inbox = self
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def end(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """An inbox that listens, ended in the end."""
    found = ImapServer()
    found.begin()
    try:
        yield found
    finally:
        found.end()
