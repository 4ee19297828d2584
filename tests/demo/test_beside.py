"""The demo is a place that somebody runs: work is in time; firms, spares and terms are known."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from app.checks.due import service as due
from app.checks.models import Basis, Check, CheckItem, DueWork, Finding, Grade, JobPlan, NoTag
from app.codes.models import Tag
from app.equipment.models import Equipment, Spare, SpareStock, StockMove, System, SystemUnit, Vendor
from app.extensions import db
from app.places.models import Booking, Holiday, Term, Zone, ZoneRoom
from tests.demo.conftest import AT

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(scope="module")
def works(demo: dict[str, Tag]) -> list[DueWork]:
    """All due work at the moment of the demo."""
    for _ in due.recompute(at=AT):
        db.session.commit()
    return list(db.session.scalars(select(DueWork)))


def test_most_work_is_done_in_time_and_some_is_late(works: list[DueWork]) -> None:
    late = [work for work in works if work.late_from <= AT.date()]

    assert len(works) > 400
    assert 3 <= len(late) < 0.05 * len(works)


def test_what_qualified_people_do_was_logged_for_every_unit(works: list[DueWork]) -> None:
    certified = dict(
        db.session.execute(
            select(CheckItem.code, func.count())
            .select_from(Finding)
            .join(CheckItem, CheckItem.id == Finding.item_id)
            .join(JobPlan, JobPlan.id == CheckItem.job_plan_id)
            .where(JobPlan.qualification != "")
            .group_by(CheckItem.code)
        ).all()
    )
    assert set(certified) == {"FE7", "FE8", "FE9", "FH5", "FH6", "FH7", "FH8"}
    plans = select(JobPlan.id).where(JobPlan.qualification != "")
    of_plans = [work for work in works if work.plan_id in set(db.session.scalars(plans))]
    assert of_plans
    assert all(work.last_done_on for work in of_plans)


def test_what_a_firm_did_is_copied_from_paper_and_says_so() -> None:
    kinds = Counter(map(tuple, db.session.execute(select(Check.grade, Check.no_tag))))
    assert kinds.keys() == {(Grade.SCANNED, None), (Grade.RECORDED, NoTag.FROM_PAPER)}
    assert kinds[Grade.RECORDED, NoTag.FROM_PAPER] >= 50


def test_every_unit_has_a_vendor_and_a_warranty() -> None:
    without = select(func.count()).select_from(Equipment).where(Equipment.vendor_id.is_(None))
    assert db.session.scalar(without) == 0
    vendors = db.session.scalars(select(Vendor)).all()
    assert len(vendors) == 4
    assert all(vendor.phone and "Mon" in vendor.hours for vendor in vendors)
    assert sum(vendor.contract_until is not None for vendor in vendors) == 3
    ends = [day for day in db.session.scalars(select(Equipment.warranty_until)) if day]
    assert 0.2 < sum(day > AT.date() for day in ends) / len(ends) < 0.9, "some are over"


def test_spares_systems_and_zones_are_there_and_none_is_empty() -> None:
    spares = db.session.scalars(select(Spare)).all()
    assert len(spares) >= 8
    assert all(spare.vendor_id for spare in spares)
    stocks = db.session.scalars(select(SpareStock)).all()
    assert {each.spare_id for each in stocks} == {spare.id for spare in spares}
    assert [each for each in stocks if each.count < each.minimum], "nothing is to be ordered"
    moved = dict(db.session.execute(select(StockMove.stock_id, StockMove.change)).all())
    assert moved == {each.id: each.count for each in stocks}
    systems = db.session.scalars(select(System.id)).all()
    assert set(db.session.scalars(select(SystemUnit.system_id))) == set(systems)
    zones = db.session.scalars(select(Zone.id)).all()
    assert set(db.session.scalars(select(ZoneRoom.zone_id))) == set(zones)
    assert (len(systems), len(zones)) == (3, 4)


def test_its_year_has_terms_holidays_and_lectures() -> None:
    terms = db.session.scalars(select(Term)).all()
    assert any(term.starts_on <= AT.date() <= term.ends_on for term in terms)
    assert len(terms) == 12
    assert len(db.session.scalars(select(Holiday)).all()) == 12
    booked = db.session.scalars(select(Booking)).all()
    assert len(booked) > 40
    assert all(each.starts_at.date() >= AT.date() for each in booked)


def test_plans_are_of_several_kinds() -> None:
    plans = db.session.scalars(select(JobPlan)).all()
    assert {plan.basis for plan in plans} == set(Basis)
    assert any(plan.reading_code for plan in plans)
    assert any(plan.model_id for plan in plans)
    assert any(plan.equipment_id for plan in plans)
