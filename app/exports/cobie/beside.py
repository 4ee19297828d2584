"""What a COBie workbook tells beside rooms and units: zones, systems, vendors, spares and jobs."""

from __future__ import annotations

from app.cells import HOUSE
from app.checks.models import Scope
from app.exports import queries_beside as queries
from app.exports.cobie.book import Workbook
from app.exports.queries import Line
from app.exports.tables import Cell

VENDOR = "Vendor"
UNITS_OF_TIME = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
JOB_TYPES = {Scope.ROOM_CHECK: "Inspection", Scope.SERVICE: "PM"}
JOB_OF = {"type": "JobPlan of type", "model": "JobPlan of model"}


def add_beside(book: Workbook) -> None:
    """Tell of everything that belongs to the rooms and units of the workbook."""
    if book.building_id is not None:
        _add_sets(book, "Zone", "SpaceNames", book.spaces)
        _add_sets(book, "System", "ComponentNames", book.components)
    emails = _add_vendors(book)
    for line in queries.spares_of(book.types):
        _add_spare(book, line, emails)
    _add_jobs(book)


def _add_sets(book: Workbook, sheet: str, column: str, known: dict[int, str]) -> None:
    """A row for each member; of a zone or a system none of whose members is told, one row."""
    find = queries.zones_of if sheet == "Zone" else queries.systems_of
    for line, members in find(book.building_id or 0):
        name = book.names[sheet].given(line.name)
        told: list[Cell] = [known[each] for each in members if each in known]
        for member in told or [None]:
            book.row(sheet, None, Name=name, Category=line.category, **{column: member})


def _add_vendors(book: Workbook) -> dict[int, str]:
    """The vendors of the units and spares told; gives the e-mail by which each is known there.

    COBie knows contacts by e-mail alone: where a vendor has none, or that of another, one is made
    up, and what its e-mail really is stands among the attributes.
    """
    emails: dict[int, str] = {}
    domain = book.house.email.partition("@")[2]
    for line in queries.vendors(queries.vendors_of(book.components, book.types)):
        email = book.names["Contact"].given(line.email or f"vendor@{domain}")
        emails[line.id] = email
        told: dict[str, Cell] = {"Company": line.name, "Phone": line.phone}
        book.row("Contact", None, Email=email, Category=VENDOR, Street=line.address, **told)
        book.attribute("Contact", email, "Email", line.email)
        book.attribute("Contact", email, "Note", line.note)
    return emails


def _add_spare(book: Workbook, line: Line, emails: dict[int, str]) -> None:
    name = book.names["Spare"].given(line.name)
    book.row(
        "Spare",
        Name=name,
        Category=line.category,
        TypeName=book.types[line.model_id][1],
        Suppliers=emails.get(line.vendor_id),
        Description=line.name,
        SetNumber=line.set_number,
        PartNumber=line.part_number,
    )
    book.attribute("Spare", name, "Note", line.note)


def _add_jobs(book: Workbook) -> None:
    """The job plans of all models, and the trades that they ask for."""
    plans, trades = queries.job_plans(), set[str]()
    for model_id, (type_id, type_name) in book.types.items():
        both = (("type", type_id), ("model", model_id))
        own = [(of, plan) for of in both for plan in plans.get(of, ())]
        for number, (of, plan) in enumerate(own, start=1):
            if plan.qualification and plan.qualification not in trades:
                trades.add(plan.qualification)
                book.row("Resource", Name=plan.qualification, Category="Labor")
            _add_job(book, plan, JOB_OF[of[0]], type_name, number)


def _add_job(book: Workbook, plan: Line, of: str, type_name: str, number: int) -> None:
    every, unit = _frequency(plan.rrule)
    book.row(
        "Job",
        Name=book.names["Job"].given(f"{plan.name}: {type_name}"),
        Category=JOB_TYPES[plan.scope],
        TypeName=type_name,
        Description=plan.description or plan.name,
        Duration=plan.minutes or None,
        DurationUnit="minute",
        Frequency=every,
        FrequencyUnit=unit,
        ExtSystem=HOUSE,
        ExtObject=of,
        ExtIdentifier=plan.name,
        TaskNumber=number,
        ResourceNames=plan.qualification,
    )


def _frequency(rrule: str) -> tuple[int, str]:
    """How often a rule (RFC 5545) has work done: every so many of which unit of time."""
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    return int(parts.get("INTERVAL", "1")), UNITS_OF_TIME.get(parts.get("FREQ", ""), "as required")
