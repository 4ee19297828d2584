"""Processes of the program that begin at once, forked from one that loaded it: `tests.starter`."""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.configuration import ROOT

A_MOMENT = 0.02


@cache
def _starter() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.starter"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(process.communicate, timeout=30)
    return process


def _told(**told: Any) -> Any:
    starter = _starter()
    assert starter.stdin
    assert starter.stdout
    starter.stdin.write(json.dumps(told) + "\n")
    starter.stdin.flush()
    line = starter.stdout.readline()
    assert line, "the program did not load"
    return json.loads(line)


@dataclass
class Fork:
    """A process that was begun, and its exit status once that was asked for."""

    number: int
    status: int | None = None

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        if self.status is None:
            self.status = _told(process=self.number, patient=False)
        return self.status

    def wait(self) -> int:
        """Its exit status, once it ends."""
        if self.status is None:
            self.status = int(_told(process=self.number, patient=True))
        return self.status

    def stop(self, patience: float) -> None:
        """Ask it to end, and end it after so many seconds."""
        if self.poll() is None:
            os.kill(self.number, signal.SIGTERM)
        until = time.monotonic() + patience
        while self.poll() is None and time.monotonic() < until:
            time.sleep(A_MOMENT)
        if self.poll() is None:
            os.killpg(self.number, signal.SIGKILL)
            self.wait()


def begin(words: list[str], environment: dict[str, str], output: Path) -> Fork:
    """`python -m WORDS`, begun; what it says goes to the end of the file."""
    return Fork(_told(words=words, environment=environment, output=str(output)))
