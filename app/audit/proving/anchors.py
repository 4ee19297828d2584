"""The end of both chains, written down outside the database: what is cut off there shows here.

A file in the data folder holds how far the chains had come when the worker last looked, signed with
the program's key, and the log of the program says it once an hour. Backups may take it along.
"""

import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import current_app

from app.audit.chaining.appending import end
from app.audit.models import AuditEntry, Seal
from app.extensions import db

FILE = "audit-anchor.json"


@dataclass(frozen=True)
class Anchor:
    """How both chains ended at a moment."""

    at: str
    log_number: int
    log_hash: str
    seal_number: int
    seal_hash: str


def heads(at: str = "") -> Anchor:
    """How both chains end now."""
    connection = db.session.connection()
    return Anchor(at, *end(connection, AuditEntry), *end(connection, Seal))


def write(anchor: Anchor) -> None:
    """Write it down; a restore of an older state calls this, as its chains end earlier."""
    told = asdict(anchor)
    path = _path()
    new = path.with_suffix(".new")
    new.write_text(json.dumps({**told, "signed": _signature(anchor)}) + "\n")
    new.replace(path)


def read() -> tuple[Anchor | None, str]:
    """What was written down last, and a sentence where it can't be believed."""
    try:
        told = json.loads(_path().read_text())
        signed = told.pop("signed")
        anchor = Anchor(**told)
    except FileNotFoundError:
        return None, f"{FILE} is not there: entries that were cut off at the end would not show"
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, f"{FILE} can't be read"
    if not hmac.compare_digest(str(signed), _signature(anchor)):
        return anchor, f"{FILE} is not signed with the program's key"
    return anchor, ""


def _path() -> Path:
    folder: Path = current_app.config["SETTINGS"].data
    return folder / FILE


def _signature(anchor: Anchor) -> str:
    return signature(json.dumps(asdict(anchor)))


def signature(told: str) -> str:
    """What only somebody with the program's key can make of the text."""
    key = f"audit anchor:{current_app.config['SECRET_KEY']}".encode()
    return hmac.new(key, told.encode(), "sha256").hexdigest()
