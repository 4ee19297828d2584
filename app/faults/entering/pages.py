"""What is told to a caller at the end: when somebody comes, and the address of their page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from qrcode.main import QRCode

from app.faults import words
from app.faults.models import Fault, Promise, Report
from app.faults.promises.words import next_promise

QUIET = 4
"""Modules of paper around a code: ISO/IEC 18004 asks for as many."""


@dataclass(frozen=True)
class Code:
    """A QR code as one path in a square of so many modules."""

    size: int
    path: str


@dataclass(frozen=True)
class ReadOut:
    """What is read out to a caller, or shown."""

    fault_id: int
    what: str
    room: str
    promise: str
    address: str
    """What comes before the letters."""
    letters: str
    code: Code


def read_out(
    fault: Fault, report: Report, promises: list[Promise], host: str, now: datetime
) -> ReadOut:
    """What whoever told of a fault is told; the fault comes whole, `host` is our address."""
    room, address = fault.room_now, f"{host}/f/{report.secret}"
    return ReadOut(
        fault_id=fault.id,
        what=f"{words.place(fault)}: {words.title(fault)}",
        room=room.name,
        promise=next_promise(promises, fault, now, room.support.zone),
        address=address.partition("://")[2].removesuffix(report.secret),
        letters=report.secret,
        code=coded(address),
    )


def coded(text: str) -> Code:
    """The text as a QR code with its margin."""
    code: QRCode[Any] = QRCode(border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(piece for y, row in enumerate(rows) for piece in _runs(row, y))
    return Code(len(rows), path)


def _runs(row: list[bool], y: int) -> Iterator[str]:
    """The dark stretches of a row, each as a box of the path."""
    x = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield f"M{x} {y}h{length}v1h-{length}z"
        x += length
