"""The real program for journeys: its own process, folder and port, as `make run` serves it."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from flask import Flask, has_app_context

from app import create_app
from app.extensions import db
from app.people.models import Person
from app.settings import Settings
from scripts.serve import HOST, address, granian, wait_until_ready
from tests import forks
from tests.builders import Builder
from tests.sign_ins import enter

PUBLIC_URL = "https://rooms.example.edu"
EMBEDDED = "roomworthy.db"
PORT = "{port}"
"""Stands in a setting for the port, which is found as the program is served."""
TRIES = 3
"""Another process may take the free port between our asking and our serving."""


@dataclass(frozen=True)
class Server:
    """The program at an address, and the folder and settings that it runs with."""

    address: str
    data: Path
    settings: dict[str, str]

    def flask(self, *words: str, status: int = 0) -> str:
        """What `flask WORDS` prints, run beside the server; fails on another exit status."""
        with TemporaryDirectory() as folder:
            said = Path(folder) / "said"
            flask = ["flask", "--app", "wsgi", *words]
            ended = forks.begin(flask, _environment(self.settings), said).wait()
            told = said.read_text()
        assert ended == status, f"flask {' '.join(words)}: {told}"
        return told

    @cached_property
    def app(self) -> Flask:
        """The same program on the same database, in this process."""
        fields = {name.removeprefix("ROOMWORTHY_").lower(): v for name, v in self.settings.items()}
        return create_app(Settings.model_validate(fields))

    @contextmanager
    def rows(self) -> Iterator[Builder]:
        """Builders whose rows the server sees; inside, queries and services work too."""
        with self.app.app_context():
            yield Builder()
            db.session.commit()
            db.session.remove()

    def session_of(self, person: Person) -> tuple[str, str]:
        """Name and value of a cookie by which the server knows the person."""
        client = self.app.test_client()
        with self.app.app_context() if not has_app_context() else nullcontext():
            enter(client, person)
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        cookie = client.get_cookie(name)
        assert cookie is not None
        return name, cookie.value


def _environment(settings: dict[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ROOMWORTHY_", "GRANIAN_"))}
    return kept | settings


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


@cache
def _prepared() -> bytes:
    """The embedded database as `flask prepare` leaves it; made once for all servers of a run."""
    with TemporaryDirectory() as folder:
        data = Path(folder)
        Server("", data, {"ROOMWORTHY_DATA": folder}).flask("prepare")
        return (data / EMBEDDED).read_bytes()


@contextmanager
def serving(data: Path, *, database_url: str = "", **settings: str) -> Iterator[Server]:
    """The program, prepared and served until the block ends; then stopped by its own id.

    `settings` are further `ROOMWORTHY_…` variables by their short names: `organisation="Ashby"`.
    """
    given = {"data": str(data), "database_url": database_url, "public_url": PUBLIC_URL}
    given |= {"cookie_secure": "false", "log_format": "console"} | settings
    variables = {f"ROOMWORTHY_{name.upper()}": value for name, value in given.items()}
    if database_url:
        Server("", data, variables).flask("prepare")
    else:
        data.mkdir(parents=True, exist_ok=True)
        (data / EMBEDDED).write_bytes(_prepared())
    with _process(data, variables) as port:
        told = {name: value.replace(PORT, str(port)) for name, value in variables.items()}
        yield Server(address(port), data, told)


@contextmanager
def _process(data: Path, variables: dict[str, str]) -> Iterator[int]:
    log = data / "server.log"
    for _ in range(TRIES):
        port = free_port()
        process = forks.begin(
            granian(port, workers=1)[2:],
            _environment({k: v.replace(PORT, str(port)) for k, v in variables.items()}),
            log,
        )
        try:
            if wait_until_ready(cast("subprocess.Popen[bytes]", process), port):
                yield port
                return
        finally:
            process.stop(15)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-4000:]}")
