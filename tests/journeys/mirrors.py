"""A language that runs from right to left, made of the program's own texts, and who speaks it."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from app import clock
from app.extensions import db
from scripts.serve import HOST, address
from tests.catalogues import translate
from tests.servers import PUBLIC_URL, Server

HEBREW = "he"
"""Its locale runs from right to left, and Babel knows its dates."""
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתךםןף", strict=True))
KEPT = re.compile(r"(%\([a-z_]+\)[a-z]|%%|\{[a-z_]+\}|<[^>]*>|https?://\S+|[A-Z]{2,}\b)")
"""What stays as it is: places to be filled, names of standards, addresses."""


def mirrored(words: str) -> str:
    """The words in letters that run from right to left; part of a text is part of it mirrored."""
    parts = KEPT.split(words)
    parts[::2] = ["".join(LETTERS.get(each.lower(), each) for each in part) for part in parts[::2]]
    return "".join(parts)


class Hours:
    """The clock of the program in this process, which can be put on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """What the program takes for now."""
        return datetime.now(UTC) + self.ahead

    def be(self, moment: datetime) -> None:
        """Let it be that moment, and go on from there."""
        self.ahead = moment - datetime.now(UTC)


@contextmanager
def speaking(data: Path, database_url: str, **settings: str) -> Iterator[tuple[Server, Hours]]:
    """The program in this process: it also speaks the mirrored language, and its clock is ours."""
    given = {"data": str(data), "database_url": database_url, "public_url": PUBLIC_URL}
    given |= {"cookie_secure": "false", "log_format": "console"} | settings
    variables = {f"ROOMWORTHY_{name.upper()}": value for name, value in given.items()}
    hours, configuration = Hours(), import_module("app.configuration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configuration, "TRANSLATIONS", translate(data / "words", HEBREW, mirrored))
        patch.setattr(clock, "now", hours.now)
        patch.setattr(logging.getLogger("werkzeug"), "disabled", True)
        program = Server("", data, variables).app
        with program.app_context():
            db.create_all()
        server = make_server(HOST, 0, program, threaded=True)
        serving = Server(address(server.server_port), data, variables)
        serving.__dict__["app"] = program
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield serving, hours
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
