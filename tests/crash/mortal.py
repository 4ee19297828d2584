"""A server that can be killed and begun again within a moment: see `zygote`."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.configuration import ROOT
from scripts.serve import HOST
from tests.servers import free_port

GRACE = 30.0


@dataclass
class Mortal:
    """A server at a port, alive or not; with a worker beside it where it is asked to have one."""

    port: int
    zygote: "subprocess.Popen[str]"
    group: int = 0
    worker: int = 0

    def tell(self, *words: str) -> Any:
        """What the zygote answers."""
        assert self.zygote.stdin
        assert self.zygote.stdout
        self.zygote.stdin.write(" ".join(words) + "\n")
        self.zygote.stdin.flush()
        line = self.zygote.stdout.readline()
        assert line, "the program did not load; its log says why"
        return json.loads(line)

    def begin(self, *, ahead: int = 0, works: bool = False) -> None:
        """Serve from now on, by a clock so many seconds off; requests are refused until it listens.

        Where it `works`, a worker sweeps beside it.
        """
        self.group = self.tell("serve", str(ahead))
        self.worker = self.tell("work", str(ahead)) if works else 0

    def workers(self) -> list[int]:
        """The processes that take requests just now."""
        path = Path(f"/proc/{self.group}/task/{self.group}/children")
        return [int(each) for each in path.read_text().split()] if path.exists() else []

    def wait_until_it_listens(self) -> None:
        """Until somebody takes a call."""
        until = time.monotonic() + GRACE
        while True:
            with suppress(OSError), socket.create_connection((HOST, self.port)):
                return
            assert time.monotonic() < until, "it did not begin"
            time.sleep(0.01)

    def kill(self) -> None:
        """End all its processes at this moment, and wait until they are gone."""
        os.killpg(self.group, signal.SIGKILL)
        self.kill_worker()
        self.group = 0
        self.tell("reap")

    def kill_worker(self) -> None:
        """End the worker alone, where there is one."""
        if self.worker:
            os.kill(self.worker, signal.SIGKILL)
        self.worker = 0


@contextmanager
def mortal(environment: dict[str, str], log: Path, plant: str = "nothing") -> Iterator[Mortal]:
    """A server that is not yet begun, with a fault planted in it; ended at the end."""
    port = free_port()
    with log.open("ab") as into:
        zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.zygote", str(port), plant],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=into,
            text=True,
        )
    server = Mortal(port, zygote)
    try:
        yield server
    finally:
        if server.group:
            server.kill()
        zygote.communicate(timeout=GRACE)
