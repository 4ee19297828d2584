"""Inspection records and certificates of rooms and units, as PDFs."""

from io import BytesIO

from flask import abort, request, send_file
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks import queries as checks
from app.checks.due.queries import next_for_unit
from app.checks.logging.statutory import unfit
from app.checks.readings import series_of
from app.checks.unit import queries as of_units
from app.codes import queries as codes
from app.codes.models import Tag
from app.equipment import queries as equipment
from app.equipment.models import Equipment
from app.equipment.queries import units_in
from app.faults.queries import open_in_room
from app.paper import queries as paper
from app.places import queries as places
from app.sheets.addresses import complaint
from app.sheets.blueprint import blueprint
from app.sheets.making.work import settings
from app.sheets.records import certificates
from app.sheets.records.certificates import Paper
from app.sheets.records.pages import Facts, record
from app.sheets.records.units import UnitFacts
from app.sheets.records.units import unit_record as record_of_unit
from tags import Certificate, Record, write_certificate, write_record


def _paper() -> Paper:
    style, address = paper.house(), settings().public_url
    return Paper(
        house=style.organisation or settings().organisation,
        accent=style.accent,
        address="" if complaint(address) else address,
        small=request.args.get("size", "").lower() == "a5",
        now=clock.now(),
    )


def _sent(page: Record | Certificate) -> Response:
    out = BytesIO()
    if isinstance(page, Record):
        write_record(page, out)
    else:
        write_certificate(page, out)
    out.seek(0)
    return send_file(out, "application/pdf", download_name=f"{page.name}.pdf")


def _room(room_id: int) -> Facts:
    room = places.room(room_id) or abort(404)
    return Facts(
        room=room,
        tag=None if room.is_retired else codes.of_room(room_id),
        units=units_in(room_id),
        faults=open_in_room(room_id),
        history=checks.history(room_id),
        left_out=checks.units_left_out(room_id),
    )


def _tag(unit: Equipment) -> Tag | None:
    """The unit's own tag, or that of its room; both lead to what is known of it now."""
    if unit.is_retired or unit.room.is_retired:
        return None
    return codes.of_unit(unit.id) or codes.of_room(unit.room_id)


def _must_not(unit: Equipment) -> bool:
    return unit.id in unfit(fault.id for fault in open_in_room(unit.room_id))


@blueprint.get("/rooms/<int:room_id>/record.pdf")
@open_to(Audience.STAFF)
def room_record(room_id: int) -> Response:
    """What was checked in a room, printed with the code that leads to how it is now."""
    of = _paper()
    return _sent(record(_room(room_id), of.house, of.accent, of.address, of.now))


@blueprint.get("/equipment/<int:unit_id>/record.pdf")
@open_to(Audience.STAFF)
def unit_record(unit_id: int) -> Response:
    """What was checked of a unit, what it read, and what is due, with the code that leads on."""
    unit, of = equipment.unit(unit_id) or abort(404), _paper()
    facts = UnitFacts(
        unit=unit,
        tag=_tag(unit),
        due=next_for_unit(unit_id),
        series=series_of(unit),
        visits=of_units.visits_of(unit_id),
        must_not=_must_not(unit),
    )
    return _sent(record_of_unit(facts, of.house, of.accent, of.address, of.now))


@blueprint.get("/rooms/<int:room_id>/certificate.pdf")
@open_to(Audience.STAFF)
def room_certificate(room_id: int) -> Response:
    """One page for the wall of a room that was checked; another where there is none to give."""
    facts = _room(room_id)
    forbidden = unfit(fault.id for fault in facts.faults)
    names = [unit.name for unit in facts.units if unit.id in forbidden]
    return _sent(certificates.of_room(facts, of_units.last_in(room_id), names, _paper()))


@blueprint.get("/equipment/<int:unit_id>/certificate.pdf")
@open_to(Audience.STAFF)
def unit_certificate(unit_id: int) -> Response:
    """One page beside a unit; of one that failed statutory work, that nobody may use it."""
    unit = equipment.unit(unit_id) or abort(404)
    tag, seen = _tag(unit), of_units.last_seen(unit_id)
    if _must_not(unit):
        return _sent(certificates.forbidden(unit, tag, seen, _paper()))
    return _sent(certificates.of_unit(unit, tag, next_for_unit(unit_id), seen, _paper()))
