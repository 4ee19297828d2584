"""Pages about checks: the list that staff search, and one check in full."""

from flask import abort, render_template, request
from flask_security import current_user

from app import clock
from app.access import Audience, open_to
from app.checks import listing as checks
from app.checks import queries
from app.checks import readings as of_units
from app.checks.ahead import routes as ahead  # noqa: F401 - it adds its routes
from app.checks.audits import routes as audits  # noqa: F401 - it adds its routes
from app.checks.audits.queries import audited
from app.checks.blueprint import blueprint
from app.checks.feed import routes as feed  # noqa: F401 - it adds its routes
from app.checks.levelling import routes as levelling  # noqa: F401 - it adds its routes
from app.checks.listing import asked_for
from app.checks.logging.corrections import correction_of
from app.checks.logging.parts import used_in
from app.checks.models import Check
from app.checks.of_fault import routes as of_fault  # noqa: F401 - it adds its routes
from app.checks.of_fault.queries import photos_of
from app.checks.pages import CheckDetail, detail_page, list_page
from app.checks.past import routes as past  # noqa: F401 - it adds its routes
from app.checks.plans import routes as plans  # noqa: F401 - and this
from app.checks.rounds import routes as rounds  # noqa: F401 - and this
from app.checks.together.pages import beside
from app.checks.together.queries import made_unaware
from app.checks.unit import routes as of_a_unit  # noqa: F401 - so does this
from app.codes import queries as codes
from app.people import queries as people
from app.places import queries as places


@blueprint.get("/checks")
@open_to(Audience.STAFF)
def listing() -> str:
    """All checks, newest first, by building, person, result and dates."""
    wanted, sentence = asked_for(request.args)
    found = checks.listing(wanted, request.args.get("page", 1, type=int))
    page = list_page(found, places.buildings(), people.everyone(), request.args, sentence)
    return render_template("checks/listing.html", page=page)


@blueprint.get("/checks/<int:check_id>")
@open_to(Audience.STAFF)
def detail(check_id: int) -> str:
    """One check with everything that was found."""
    check = queries.check(check_id) or abort(404)
    both = beside(check, made_unaware(check))
    return render_template("checks/detail.html", page=_detail(check), beside=both)


def _detail(check: Check) -> CheckDetail:
    correction = correction_of(check, current_user, at=clock.now())
    return detail_page(
        check,
        photos_of([check.id]),
        correction,
        codes.of_room(check.room_id),
        audited=audited([check.id]),
        parts=used_in([check.id]),
    )


@blueprint.get("/equipment/<int:unit_id>/readings")
@open_to(Audience.STAFF)
def readings(unit_id: int) -> str:
    """What was read off a unit, line by line of its check lists, as lines over time."""
    unit = of_units.unit(unit_id) or abort(404)
    return render_template("checks/readings.html", unit=unit, series=of_units.series_of(unit))
