"""A program served for a while on this machine, as it is served in life."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 120


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} did not answer")


@contextmanager
def serving(
    target: str, data: Path, workers: int = 2, database_url: str = "", threads: int = 1
) -> Iterator[str]:
    """Serve the WSGI program `module:name` by granian; gives its address, then ends it."""
    port = _free_port()
    environment = os.environ | {
        "ROOMWORTHY_DATA": str(data),
        "ROOMWORTHY_DATABASE_URL": database_url,
        "ROOMWORTHY_COOKIE_SECURE": "false",
        "ROOMWORTHY_PUBLIC_URL": "https://rooms.example.edu",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    command += ["--workers-kill-timeout", "5"]
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--log-level", "error", target], env=environment, stdout=log, stderr=log
        )
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=10)
