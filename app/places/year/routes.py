"""The page of a site's year, and what is changed on it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.extensions import db
from app.numbers import number_of
from app.places import queries as places
from app.places.blueprint import blueprint
from app.places.models import Holiday, Site, Term
from app.places.year import queries, service
from app.places.year.countries import countries, days_of, parts_of
from app.places.year.forms import CountryForm, DaysForm, HolidayForm, TermForm
from app.places.year.service import EARLIEST, LATEST, Added
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _site(site_id: int) -> Site:
    return places.site(site_id) or abort(404)


def _term(site_id: int, term_id: int) -> Term:
    return queries.term(site_id, term_id) or abort(404)


def _holiday(site_id: int, holiday_id: int) -> Holiday:
    return queries.holiday(site_id, holiday_id) or abort(404)


def _asked_year(site: Site) -> int:
    asked = number_of(request.args, "year")
    here = clock.now().astimezone(site.support_calendar.zone).year
    return asked if asked and EARLIEST.year <= asked <= LATEST.year else here


def _shown(site_id: int, year: int | None = None) -> Response:
    jobs.wake()
    return redirect(url_for("places.year", site_id=site_id, year=year), 303)


def _year_page(site_id: int, term: TermForm, days: DaysForm) -> tuple[str, int]:
    site = _site(site_id)
    year = _asked_year(site)
    page = render_template(
        "places/year.html",
        site=site,
        page=queries.year_page(site, year),
        term_form=term,
        days_form=days,
    )
    return page, max(status_of(term), status_of(days))


def _told(added: Added) -> None:
    new = ngettext("%(num)s holiday is added.", "%(num)s holidays are added.", added.new)
    known = ngettext("%(num)s was there already.", "%(num)s were there already.", added.known)
    flash(f"{new} {known}" if added.known else new, "success")


@blueprint.get("/sites/<int:site_id>/year")
@open_to(Audience.STAFF)
def year(site_id: int) -> str:
    """A site's terms, and its holidays of one year."""
    return _year_page(site_id, TermForm(formdata=None), DaysForm(formdata=None))[0]


@blueprint.post("/sites/<int:site_id>/year/terms")
@open_to(Audience.MANAGER)
def new_term(site_id: int) -> Answer:
    """Add a term."""
    form = TermForm()
    if not stored(form, lambda: service.add_term(_site(site_id), *form.told())):
        return _year_page(site_id, form, DaysForm(formdata=None))
    flash(_("Term %(name)s is added.", name=form.name.data), "success")
    return _shown(site_id)


@blueprint.route("/sites/<int:site_id>/year/terms/<int:term_id>", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_term(site_id: int, term_id: int) -> Answer:
    """Change a term."""
    form = TermForm(obj=_term(site_id, term_id))
    if not stored(form, lambda: service.change_term(_term(site_id, term_id), *form.told())):
        entry = _term(site_id, term_id)
        page = render_template(
            "places/year_entry.html", site=_site(site_id), form=form, term=entry, holiday=None
        )
        return page, status_of(form)
    flash(_("Term %(name)s is changed.", name=form.name.data), "success")
    return _shown(site_id)


@blueprint.post("/sites/<int:site_id>/year/terms/<int:term_id>/remove")
@open_to(Audience.MANAGER)
def remove_term(site_id: int, term_id: int) -> Response:
    """Remove a term."""
    service.remove(_term(site_id, term_id))
    db.session.commit()
    flash(_("The term is removed."), "success")
    return _shown(site_id)


@blueprint.post("/sites/<int:site_id>/year/holidays")
@open_to(Audience.MANAGER)
def new_holidays(site_id: int) -> Answer:
    """Add holidays, one on each line."""
    form = DaysForm()
    added: list[Added] = []

    def act() -> None:
        days = service.holidays_typed(form.lines.data or "")
        added.append(service.add_holidays(_site(site_id), days))

    if not stored(form, act):
        return _year_page(site_id, TermForm(formdata=None), form)
    _told(added[0])
    return _shown(site_id, _asked_year(_site(site_id)))


@blueprint.route("/sites/<int:site_id>/year/holidays/<int:holiday_id>", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_holiday(site_id: int, holiday_id: int) -> Answer:
    """Change a holiday."""
    form = HolidayForm(obj=_holiday(site_id, holiday_id))

    def act() -> None:
        service.change_holiday(_holiday(site_id, holiday_id), *form.told())

    if not stored(form, act):
        entry = _holiday(site_id, holiday_id)
        page = render_template(
            "places/year_entry.html", site=_site(site_id), form=form, term=None, holiday=entry
        )
        return page, status_of(form)
    flash(_("The holiday is changed."), "success")
    return _shown(site_id, form.told()[0].year)


@blueprint.post("/sites/<int:site_id>/year/holidays/<int:holiday_id>/remove")
@open_to(Audience.MANAGER)
def remove_holiday(site_id: int, holiday_id: int) -> Response:
    """Remove a holiday."""
    holiday = _holiday(site_id, holiday_id)
    day = holiday.day
    service.remove(holiday)
    db.session.commit()
    flash(_("The holiday is removed."), "success")
    return _shown(site_id, day.year)


@blueprint.route("/sites/<int:site_id>/year/country", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def country_holidays(site_id: int) -> Answer:
    """Take over a country's holidays of a year: those that stay ticked."""
    site = _site(site_id)
    year, country = _asked_year(site), request.args.get("country", "")
    days = days_of(country, request.args.get("part", ""), year)
    form = CountryForm().offer(days)
    added: list[Added] = []

    def act() -> None:
        added.append(service.add_holidays(_site(site_id), form.told(days)))

    if not stored(form, act):
        page = queries.country_page(
            _site(site_id), year, request.args, countries(), parts_of(country)
        )
        return render_template("places/year_country.html", page=page, form=form), status_of(form)
    _told(added[0])
    return _shown(site_id, year)
