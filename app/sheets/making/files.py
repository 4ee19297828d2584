"""The file of an order: a PDF, a PDF a building in a ZIP, ZPL, or a list for a print house."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import BinaryIO, NamedTuple
from zipfile import ZIP_STORED, ZipFile

from flask_babel import gettext as _

from app import formats
from app.batches.models import Batch, Kind
from app.paper import looks
from app.paper.stocks import stock_of
from app.paper.words import named
from app.places.models import Building
from app.sheets.making.faces import House
from app.sheets.making.wishes import parted, sheets_of
from tags import (
    Design,
    Face,
    Printed,
    Profile,
    Stock,
    Style,
    design,
    print_tags,
    print_zpl,
    write_listing,
)


class Sourced(NamedTuple):
    """A face, and the building in which its tag will be."""

    face: Face
    building: Building | None


class Job(NamedTuple):
    """Everything but the faces that a file is made of."""

    stock: Stock
    design: Design
    style: Style
    profile: Profile
    used: frozenset[int]
    note: str


def written(batch: Batch, house: House, faces: Iterator[Sourced], out: BinaryIO) -> Printed:
    """Write the file of an order to `out`, which can be read back; what was printed.

    Raises TagError where it can't be printed.
    """
    stock = stock_of(batch.stock_id)
    job = Job(
        stock=stock,
        design=design(batch.design_id),
        style=looks.style(house.style),
        profile=looks.profile(batch.printer),
        used=parted(batch.used),
        note=_note(batch, stock),
    )
    return WRITERS[batch.kind](job, faces, out)


def _note(batch: Batch, stock: Stock) -> str:
    """What stands in the margin; of the PDFs in a ZIP it is not known how many sheets they have."""
    how = _(
        "Print at 100 %%, not “fit to page” · %(stock)s · order %(number)d · %(day)s",
        stock=named(stock),
        number=batch.id,
        day=formats.full_date(batch.ordered_at.date()),
    )
    if batch.kind is not Kind.PDF:
        return _("%(how)s · sheet {sheet}", how=how)
    sheets = sheets_of(stock, parted(batch.used), batch.count)
    return _("%(how)s · sheet {sheet} of %(sheets)d", how=how, sheets=sheets)


def _pdf(job: Job, faces: Iterable[Sourced], out: BinaryIO) -> Printed:
    return print_tags(
        (each.face for each in faces),
        job.stock,
        job.design,
        used=job.used,
        style=job.style,
        profile=job.profile,
        note=job.note,
        out=out,
    )


def _zip(job: Job, faces: Iterable[Sourced], out: BinaryIO) -> Printed:
    """A PDF a building, each beginning on a sheet of its own; the first on the begun one."""
    total, names = Printed(0, 0), Counter[str]()
    with ZipFile(out, "w", ZIP_STORED) as whole:
        for (_id, building), own in groupby(faces, key=_building):
            with tempfile.TemporaryFile() as file:
                total = _sum(total, _pdf(job, own, file))
                file.seek(0)
                with whole.open(name_in_zip(building, names), "w", force_zip64=True) as entry:
                    while piece := file.read(1 << 20):
                        entry.write(piece)
            job = job._replace(used=frozenset())
    return total


def _building(each: Sourced) -> tuple[int, str]:
    """Key and name of a building: two may bear one name."""
    return (each.building.id, each.building.name) if each.building else (0, "")


def _sum(one: Printed, other: Printed) -> Printed:
    return Printed(
        one.count + other.count,
        one.pages + other.pages,
        one.unprintable + other.unprintable,
        one.checked + other.checked,
    )


def name_in_zip(building: str, seen: "Counter[str]") -> str:
    """A file's name that every system takes; the second of a name is numbered."""
    plain = re.sub(r"[^\w .()-]+", "-", building).strip(" .-")[:80] or _("tags")
    seen[plain.casefold()] += 1
    again = seen[plain.casefold()]
    return f"{plain}.pdf" if again == 1 else f"{plain} ({again}).pdf"


def _zpl(job: Job, faces: Iterable[Sourced], out: BinaryIO) -> Printed:
    plain = (each.face for each in faces)
    return print_zpl(plain, job.stock, job.design, style=job.style, profile=job.profile, out=out)


def _csv(_job: Job, faces: Iterable[Sourced], out: BinaryIO) -> Printed:
    return Printed(write_listing((each.face for each in faces), out), 0)


Writer = Callable[[Job, Iterable[Sourced], BinaryIO], Printed]
WRITERS: dict[Kind, Writer] = {Kind.PDF: _pdf, Kind.ZIP: _zip, Kind.ZPL: _zpl, Kind.CSV: _csv}
