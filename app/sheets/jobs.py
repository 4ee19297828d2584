"""Printing what was ordered: whole, or cleanly failed, whoever kills the worker when."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _

from app import clock
from app.batches import queries, service
from app.batches.models import Batch, Kind
from app.codes import service as codes
from app.errors import Refusal
from app.extensions import db
from app.paper import service as paper
from app.paper.stocks import stock_of
from app.paper.words import refused
from app.people.models import Person
from app.sheets.making.faces import House, face
from app.sheets.making.files import Sourced, written
from app.sheets.making.homes import CHUNK, stand_of
from app.sheets.making.letters import lacking_words
from app.sheets.making.wishes import left_over, parted
from app.sheets.making.work import file_of, house_of, settings
from tags import Printed, TagError

log = structlog.get_logger()

AT_ONCE = 500
"""An order of at most so many tags is printed while whoever gave it waits."""
KEPT = timedelta(days=30)
"""How long the file of an order is kept; the order itself stays."""


class _LostError(Exception):
    """The order is in other hands: this worker was believed dead."""


def sweep() -> None:
    """Print what waits, and clear away the files that are too old."""
    for batch_id in queries.waiting(at=clock.now()):
        db.session.rollback()
        print_order(batch_id)
    clear_old_files()


def print_order(batch_id: int) -> None:
    """Print an order, if nobody else does, and note what came of it; commits on its way."""
    batch = queries.batch(batch_id)
    if batch is None:
        return
    with force_locale(batch.locale):
        attempt = service.take(batch.id, at=clock.now())
        db.session.commit()
        problem = "" if attempt is None else _print(batch, attempt)
        if attempt and problem:
            service.fail(batch.id, attempt, problem, at=clock.now())
            db.session.commit()


def _print(batch: Batch, attempt: int) -> str:
    """Print an order; why it can't be, as a sentence, where it can't.

    What was begun is gone by then: on a full disk, even noting that it failed needs its room.
    """
    part = file_of(batch).with_suffix(f".{attempt}.part")
    try:
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _finish(batch, attempt, _written(batch, attempt, part), part)
    except _LostError:
        db.session.rollback()
    except (Refusal, TagError) as error:
        db.session.rollback()
        return str(refused(error) if isinstance(error, TagError) else error)
    except Exception:
        db.session.rollback()
        log.exception("an order could not be printed", order=batch.id)
        return _("Something went wrong here, and it was noted. Nothing was printed; try again.")
    finally:
        with suppress(OSError):
            part.unlink()
    return ""


def _written(batch: Batch, attempt: int, part: Path) -> Printed:
    if not batch.trial:
        _refuse_an_old_address(batch)
    house = house_of(batch.address, trial=batch.trial, at=batch.ordered_at)
    db.session.commit()  # what is read is read: nobody waits for us while we print
    with part.open("w+b") as out:
        printed = written(batch, house, _faces(batch, attempt, house), out)
        out.flush()
        os.fsync(out.fileno())
    if printed.unprintable:
        raise Refusal(f"{lacking_words(printed.unprintable)} {_('Nothing was printed.')}")
    return printed


def _refuse_an_old_address(batch: Batch) -> None:
    if batch.address != settings().public_url:
        raise Refusal(
            _(
                "This was ordered for %(address)s, which is not the public address any more"
                " (ROOMWORTHY_PUBLIC_URL). Order again: the codes will lead to the new one.",
                address=batch.address,
            )
        )


def _faces(batch: Batch, attempt: int, house: House) -> Iterator[Sourced]:
    """The faces of an order with their buildings, read as they are needed; tells how far it is."""
    for start in range(0, batch.count, CHUNK):
        lines = queries.lines(batch.id, start, CHUNK)
        found = [stand_of(line.tag) for line in lines]
        faces = [Sourced(face(house, each.code or "", each.home), each.building) for each in found]
        held = service.tell(batch.id, attempt, start, at=clock.now())
        db.session.commit()
        db.session.expunge_all()
        if not held:
            raise _LostError
        yield from faces


def _finish(batch: Batch, attempt: int, printed: Printed, part: Path) -> None:
    """Hand the finished file out: the tags count as printed from the same moment on."""
    now = clock.now()
    held = service.finish(batch.id, attempt, pages=printed.pages, checked=printed.checked, at=now)
    if not held:
        raise _LostError
    codes.mark_all_printed(queries.tags_of(batch.id), address=batch.address, at=now)
    _remember_the_sheet(batch, at=now)
    part.replace(file_of(batch))
    db.session.commit()


def _remember_the_sheet(batch: Batch, *, at: datetime) -> None:
    person = db.session.get(Person, batch.person_id) if batch.person_id else None
    if person and batch.kind is Kind.PDF:
        left = left_over(stock_of(batch.stock_id), parted(batch.used), batch.count)
        paper.remember(person, batch.stock_id, left, at=at)


def clear_old_files() -> None:
    """Take files away that are older than they are kept."""
    oldest = (clock.now() - KEPT).timestamp()
    folder = settings().data / "sheets"
    for file in folder.glob("order-*") if folder.is_dir() else ():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
