"""Serve the program with Granian on this machine, say when it answers, stop it when asked.

Beside it runs the worker, which does what no request waits for: it is begun again if it ends.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0
"""How long a start may take before it counts as failed."""
THREADS = 32
"""Of each process. They wait for what clients send; one alone works (app/patience.py)."""
HEADER_SECONDS = 5
"""How long a client may take to say what it wants; who dawdles is hung up on."""
GREETING = "how-to-try-it.txt"
"""Kept beside the data: what the demo says of itself, shown once the server answers."""


def port() -> int:
    """The port to serve on, from `PORT`; stops with a sentence where that is no port."""
    given = os.environ.get("PORT", "8000")
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 2**16:
        sys.exit(f"PORT must be a number from 1 to 65535, and is {given!r}.")
    return int(given)


def address(number: int) -> str:
    """The program's address on this machine."""
    return f"http://{HOST}:{number}"


def refuse_a_taken_port(number: int) -> None:
    """Stop with a sentence where another program already listens, or we may not."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, number))
        except OSError as error:
            reason = os.strerror(error.errno or 0).lower()
            sys.exit(f"Port {number} can't be used ({reason}). Try: make run PORT={number + 10}")


def granian(number: int, *, workers: int = 2) -> list[str]:
    """The command that serves: processes side by side, one request at a time in each.

    Static files go through the program as well: it gives them their headers and their year.
    """
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "wsgi:app"),
        *("--host", HOST, "--port", str(number)),
        *("--workers", str(workers), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
        *("--http1-header-read-timeout", str(HEADER_SECONDS * 1000)),
        *("--log-level", "warning"),
    ]


WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]


def worker() -> "subprocess.Popen[bytes]":
    """The worker, begun; it says nothing but its errors."""
    return subprocess.Popen(WORKER, start_new_session=True, stdout=subprocess.DEVNULL)


def attend(server: "subprocess.Popen[bytes]") -> int:
    """Keep a worker running for as long as the server runs; the server's exit status."""
    helping = worker()
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return server.wait(timeout=1)
            if helping.poll() is not None:
                time.sleep(1)
                helping = worker()
    finally:
        helping.terminate()
        helping.wait()


def answers(number: int) -> bool:
    """Whether the program says that it can serve."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with suppress(OSError), direct.open(f"{address(number)}/readyz", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def wait_until_ready(server: "subprocess.Popen[bytes]", number: int) -> bool:
    """Wait for the program to answer; False where it ended or took too long."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < patience:
        if answers(number):
            return True
        time.sleep(0.05)
    return False


def _greeting() -> str:
    told = Path(os.environ.get("ROOMWORTHY_DATA", "var")) / GREETING
    return told.read_text().strip() if told.exists() else ""


def main() -> int:
    """Serve until stopped; the exit status."""
    number = port()
    refuse_a_taken_port(number)
    # In a session of its own: a Ctrl-C that also reached its workers would be a second signal,
    # and of two signals some workers only hear the first half.
    server = subprocess.Popen(granian(number), start_new_session=True)
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, lambda *_: server.terminate())
    if not wait_until_ready(server, number):
        server.terminate()
        server.wait()
        print("Roomworthy did not start; the reason stands above.", file=sys.stderr)
        return 1
    print(f"\nRoomworthy is ready at {address(number)}\n")
    print(f"{_greeting()}\n\nCtrl-C stops it." if _greeting() else "Ctrl-C stops it.", flush=True)
    return attend(server)


if __name__ == "__main__":
    sys.exit(main())
