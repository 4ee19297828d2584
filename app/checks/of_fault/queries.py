"""The findings that a fault is made of, and the photos of findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.checks.models import Check, CheckPhoto, Finding
from app.checks.pages import Photos
from app.checks.queries import with_place
from app.extensions import db
from app.photos.models import Photo

MOST = 100
"""A fault that was found more often is read in the list of checks."""


def findings_of(fault_id: int) -> Sequence[Finding]:
    """What failed because of the fault, newest first; each with its check, place and unit."""
    checks = with_place(select(Check)).join(Finding, Finding.check_id == Check.id)
    found = db.session.scalars(
        checks.where(Finding.fault_id == fault_id).order_by(Check.done_at.desc()).limit(MOST)
    ).unique()
    known = {check.id: check for check in found}
    return db.session.scalars(
        select(Finding)
        .join(Finding.check)
        .where(Finding.fault_id == fault_id, Check.id.in_(known))
        .options(contains_eager(Finding.check), joinedload(Finding.equipment))
        .order_by(Check.done_at.desc(), Finding.id)
    ).all()


def photos_of(check_ids: Iterable[int]) -> Photos:
    """The photos of these checks."""
    found: dict[int | None, list[Photo]] = {}
    for finding_id, photo in db.session.execute(
        select(CheckPhoto.finding_id, Photo)
        .join(Photo, Photo.id == CheckPhoto.photo_id)
        .where(CheckPhoto.check_id.in_(set(check_ids)))
        .order_by(CheckPhoto.id)
    ):
        found.setdefault(finding_id, []).append(photo)
    return found
