"""What stands around a fault: the photos that people sent, and who could take it."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.faults.models import Fault, Report, ReportPhoto
from app.people.models import Person
from app.places.serving.queries import serves


def reports(fault: Fault) -> Sequence[Report]:
    """What people told of a fault, and of those that were merged into it; the oldest first."""
    merged = select(Fault.id).where(Fault.merged_into_id == fault.id)
    mine = or_(Report.fault_id == fault.id, Report.fault_id.in_(merged))
    return db.session.scalars(
        select(Report).where(mine).order_by(Report.reported_at, Report.id)
    ).all()


def told(fault: Fault) -> list[tuple[Report, list[ReportPhoto]]]:
    """Those reports, each with the photos that came with it."""
    found: dict[int, tuple[Report, list[ReportPhoto]]] = {
        report.id: (report, []) for report in reports(fault)
    }
    rows = select(ReportPhoto).where(ReportPhoto.report_id.in_(found))
    for each in db.session.scalars(
        rows.options(joinedload(ReportPhoto.photo)).order_by(ReportPhoto.photo_id)
    ):
        found[each.report_id][1].append(each)
    return list(found.values())


def photo_of(fault: Fault, photo_id: int) -> ReportPhoto | None:
    """One photo that somebody sent of the fault, or of one that was merged into it."""
    ids = [report.id for report in reports(fault)]
    found = db.session.get(ReportPhoto, photo_id)
    return found if found and found.report_id in ids else None


def colleagues(*site_ids: int) -> list[Person]:
    """Who can take a fault of these sites, or of any, by name."""
    there = select(Person).where(Person.active.is_(True))
    if site_ids:
        there = there.where(serves(site_ids))
    found = db.session.scalars(there.order_by(func.lower(Person.name), Person.id))
    return [each for each in found if each.is_technician]
