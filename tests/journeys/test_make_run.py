"""`make run`, as somebody who has just heard of Roomworthy types it."""

import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.configuration import ROOT
from tests.servers import free_port

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PATIENCE_SECONDS = 180.0
"""When a start counts as stuck; how long it really takes is measured elsewhere."""


@contextmanager
def running(data: Path, port: int) -> Iterator[str]:
    """`make run` on the port until the block ends; gives all that it said by then."""
    log = data.with_suffix(".log")
    with log.open("w") as into:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port), "ROOMWORTHY_DATA": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=into,
            stderr=into,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while "Ctrl-C stops it" not in log.read_text():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < until, f"not ready: {log.read_text()}"
                time.sleep(0.05)
            yield log.read_text()
        finally:
            if process.poll() is None:  # as Ctrl-C does: everybody in the session hears it
                os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def _opened(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def _greeting(told: str) -> str:
    """What is said once all is ready; what was installed before depends on the machine."""
    return told[told.index("Roomworthy is ready") :]


def test_one_command_leads_to_a_running_campus_and_a_printed_sheet(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with running(data, port) as told:
        assert f"Roomworthy is ready at http://127.0.0.1:{port}\n" in told
        tags = re.findall(r"http://127\.0\.0\.1:\d+/t/\w+", told)
        assert len(tags) == 3
        assert all("<h1" in _opened(tag) for tag in tags)
        assert re.search(r"technician +\S+@", told)
        assert re.search(r"manager +\S+@", told)
        sheet = re.search(r"\S+tags-demo\.pdf", told)
        assert sheet
        assert Path(sheet.group()).read_bytes().startswith(b"%PDF-")
    with running(data, port) as told_again:
        assert _greeting(told_again) == _greeting(told)
