"""A process that has loaded the program and forks servers of it: `python -m tests.crash.zygote`.

It is told what to do on standard input, a line at a time, and answers each with a line of JSON:
`warm` sends a check through the program, so that a forked server is as quick as one that has been
running; `serve` forks a server and gives its process group, `work` a worker and gives its number,
both by a clock that is so many seconds off; `reap` waits until all of them ended.
A server is the WSGI server's own command line, with the words of `scripts/serve.py`; its workers
are forked from it, where in life they are started anew.
"""

import ctypes
import gc
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from granian.cli import cli

from app import clock
from app.extensions import db
from scripts.serve import granian
from tests.crash.plants import PLANTS
from wsgi import app

WORKERS = 2
A_REST = 0.2
ADOPT_ORPHANS = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2): the workers of a killed server become our children."""


def warm(app: Flask, said: dict[str, Any]) -> Any:
    """The answer to the check."""
    client = app.test_client()
    client.set_cookie("session", said["cookie"])
    answer = client.post(
        "/sync/checks", json=said["message"], headers={"X-CSRFToken": said["token"]}
    )
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    gc.freeze()
    return answer.json


def fork(ahead: str, live: Callable[[], None]) -> int:
    """The number of a new process that lives, in a group of its own, by a clock that is off."""
    child = os.fork()
    if child:
        return child
    try:
        os.setpgid(0, 0)
        os.close(sys.stdin.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        off = timedelta(seconds=int(ahead or 0))
        vars(clock)["now"] = lambda: datetime.now(UTC) + off
        live()
    finally:
        os._exit(1)


def serve(port: int) -> None:
    """Serve until killed."""
    command = granian(port, workers=WORKERS)
    cli.main(command[command.index("granian") + 1 :], standalone_mode=False)


def work() -> None:
    """Sweep until killed, more often than a worker does in life."""
    while True:
        app.extensions["jobs"].sweep()
        time.sleep(A_REST)


def reap() -> int:
    """How many processes ended; none is left."""
    ended = 0
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return ended
        ended += 1


def main() -> None:
    """Do what the lines say until there are no more."""
    told: Any
    port, plant = int(sys.argv[1]), sys.argv[2]
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1)
    multiprocessing.set_start_method("fork")
    PLANTS[plant](app)
    for line in sys.stdin:
        what, _space, rest = line.partition(" ")
        match what.strip():
            case "warm":
                told = warm(app, json.loads(rest))
            case "serve":
                told = fork(rest, lambda: serve(port))
            case "work":
                told = fork(rest, work)
            case _:
                told = reap()
        print(json.dumps(told), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
