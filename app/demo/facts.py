"""What to try first in the demo: three tags and how to sign in, kept in a file of this machine.

The file is the only place where the demo's passwords stand; its owner alone may read it.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from app.codes.models import Tag
from app.demo.accounts import Account

FILE = "demo.txt"
BASE = re.compile(r"http://127\.0\.0\.1:\d+")

TELLING = (
    ("Brunel Hall/LT1", "works"),
    ("Brunel Hall/1.03", "works with limits"),
    ("Curie Building/1.02", "can't be used today"),
)
"""Rooms worth a look, and how they are on the day of the demo."""

SHOWN = (("tom", "technician"), ("mara", "manager"), ("admin", "administrator"))


def base(port: int) -> str:
    """The address of the program on this machine."""
    return f"http://127.0.0.1:{port}"


def written(tags: Mapping[str, Tag], accounts: Mapping[str, Account], port: int) -> str:
    """The facts as text; `tags` by the rooms' keys."""
    lines = ["Three tags to try, as if you had scanned them:"]
    for key, how in TELLING:
        building, _slash, room = key.rpartition("/")
        lines.append(f"  {base(port)}/t/{tags[key].code}   {room}, {building}: {how}")
    lines.append(f"Sign in at {base(port)}/sign-in:")
    for name, role in SHOWN:
        account = accounts[name]
        lines.append(f"  {role:<14} {account.person.email:<20} {account.password}")
    return "\n".join(lines) + "\n"


def keep(folder: Path, text: str) -> None:
    """Write the facts so that nobody but the owner of the folder's program reads them."""
    path = folder / FILE
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def kept(folder: Path, port: int) -> str | None:
    """The facts as they were written, with addresses on this port; None where there are none."""
    path = folder / FILE
    if not path.exists():
        return None
    return BASE.sub(base(port), path.read_text(encoding="utf-8"))
