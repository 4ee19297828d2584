"""A server of a few lines on this machine, which says what a test wants, well-formed or not."""

import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Event, Thread

MOST_DRIPS = 150
"""Three seconds: whoever waits for the end of a drip hears all of it, and then fails."""


class Listener:
    """Counts who came, keeps what it heard last, and says what it was told to."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.came = self.dripped = 0
        self.heard = b""
        self._tls = tls
        self._answer = b"HTTP/1.1 204 No Content\r\n\r\n"
        self._drips = False
        self._ended = Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def says(self, status: str, headers: Mapping[str, str], body: bytes = b"") -> None:
        """What it answers from now on."""
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._answer = f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body
        self._drips = False

    def drips(self, begins: bytes) -> None:
        """From now on it begins so, and goes on letter by letter without a sensible end."""
        self._answer, self._drips = begins, True

    def close(self) -> None:
        """Hear nobody any more."""
        self._ended.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                line, _address = self._socket.accept()
            except OSError:
                return
            self.came += 1
            with suppress(OSError), line:
                self._talk(self._tls.wrap_socket(line, server_side=True) if self._tls else line)

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(5)
        self.heard = line.recv(65536)
        if b"content-length" in self.heard.lower() and self.heard.endswith(b"\r\n\r\n"):
            self.heard += line.recv(65536)
        line.sendall(self._answer)
        for _ in range(MOST_DRIPS if self._drips else 0):
            line.sendall(b"x")
            self.dripped += 1
            time.sleep(0.02)
        with suppress(OSError):
            line.shutdown(socket.SHUT_WR)
            line.recv(1)
        line.close()


@contextmanager
def listening(tls: ssl.SSLContext | None = None) -> Iterator[Listener]:
    """A listener, closed in the end."""
    found = Listener(tls)
    try:
        yield found
    finally:
        found.close()
