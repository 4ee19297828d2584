"""Pages about buildings, sites and support calendars."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access import Audience, open_to
from app.places import queries, service
from app.places.blueprint import blueprint
from app.places.forms import (
    BuildingForm,
    CalendarForm,
    FloorForm,
    SiteForm,
    calendar_form,
)
from app.places.models import Building, Site, SupportCalendar
from app.places.pages import day_names, hours_in_words, next_step, site_groups
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _building(building_id: int) -> Building:
    return queries.building(building_id) or abort(404)


def _site(site_id: str | int) -> Site:
    return queries.site(int(site_id)) or abort(404)


def _calendar(calendar_id: str | int) -> SupportCalendar:
    return queries.support_calendar(int(calendar_id)) or abort(404)


@blueprint.get("/buildings")
@open_to(Audience.STAFF)
def buildings() -> str:
    """All buildings with their floors, by site."""
    return render_template("places/buildings.html", groups=site_groups(), next_step=next_step())


@blueprint.route("/buildings/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_building() -> Answer:
    """Add a building."""
    if (missing := next_step()) in {"calendar", "site"}:
        return render_template("places/first.html", title=_("New building"), next_step=missing)
    form = BuildingForm(site=request.args.get("site", "")).offer(queries.sites())
    if not stored(form, lambda: service.add_building(_site(form.site.data), form.name.data)):
        return render_template("places/building_new.html", form=form), status_of(form)
    flash(_("Building %(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("places.buildings"), 303)


def _building_page(building_id: int, form: BuildingForm, floor: FloorForm) -> tuple[str, int]:
    page = render_template(
        "places/building.html",
        building=_building(building_id),
        floors=queries.floors(building_id),
        form=form,
        floor_form=floor,
    )
    return page, max(status_of(form), status_of(floor))


def _building_form(building: Building) -> BuildingForm:
    form = BuildingForm(name=building.name, site=str(building.site_id))
    return form.offer(queries.sites())


@blueprint.route("/buildings/<int:building_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_building(building_id: int) -> Answer:
    """Change a building; its floors stand below."""
    form = _building_form(_building(building_id))

    def act() -> None:
        site = _site(form.site.data)
        service.change_building(_building(building_id), name=form.name.data, site=site)

    if not stored(form, act):
        return _building_page(building_id, form, FloorForm(formdata=None))
    flash(_("Building %(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("places.buildings"), 303)


@blueprint.post("/buildings/<int:building_id>/floors")
@open_to(Audience.MANAGER)
def new_floor(building_id: int) -> Answer:
    """Add a floor to a building."""
    building, form = _building(building_id), FloorForm()
    if not stored(form, lambda: service.add_floor(building, form.floor.data)):
        again = _building(building_id)
        untouched = BuildingForm(formdata=None, name=again.name, site=str(again.site_id))
        return _building_page(building_id, untouched.offer(queries.sites()), form)
    flash(_("Floor %(label)s is added.", label=form.floor.data), "success")
    return redirect(url_for("places.edit_building", building_id=building_id), 303)


@blueprint.get("/sites")
@open_to(Audience.STAFF)
def sites() -> str:
    """All sites with who answers for them."""
    return render_template("places/sites.html", sites=queries.sites(), next_step=next_step())


@blueprint.route("/sites/new", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def new_site() -> Answer:
    """Add a site."""
    if next_step() == "calendar":
        return render_template("places/first.html", title=_("New site"), next_step="calendar")
    form = SiteForm().offer(queries.support_calendars())

    def act() -> None:
        service.add_site(form.name.data, _calendar(form.support_calendar.data))

    if not stored(form, act):
        return render_template("places/site_form.html", form=form, site=None), status_of(form)
    flash(_("Site %(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("places.sites"), 303)


@blueprint.route("/sites/<int:site_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_site(site_id: int) -> Answer:
    """Change a site, or who answers for it."""
    site = _site(site_id)
    form = SiteForm(name=site.name, support_calendar=str(site.support_calendar_id))
    form.offer(queries.support_calendars())

    def act() -> None:
        calendar = _calendar(form.support_calendar.data)
        service.change_site(_site(site_id), name=form.name.data, calendar=calendar)

    if not stored(form, act):
        again = _site(site_id)
        return render_template("places/site_form.html", form=form, site=again), status_of(form)
    flash(_("Site %(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("places.sites"), 303)


@blueprint.get("/support-calendars")
@open_to(Audience.STAFF)
def calendars() -> str:
    """All support calendars with their hours."""
    lines = [(each, hours_in_words(each)) for each in queries.support_calendars()]
    return render_template("places/calendars.html", calendars=lines)


def _calendar_page(form: CalendarForm, calendar: SupportCalendar | None) -> tuple[str, int]:
    page = render_template(
        "places/calendar_form.html", form=form, calendar=calendar, days=day_names()
    )
    return page, status_of(form)


@blueprint.route("/support-calendars/new", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def new_calendar() -> Answer:
    """Add a support calendar."""
    form = calendar_form(None, current_app.config["SETTINGS"].default_timezone)

    def act() -> None:
        service.add_support_calendar(
            form.name.data,
            phone=form.phone.data,
            timezone=form.timezone.data,
            hours=form.hours(),
        )

    if not stored(form, act):
        return _calendar_page(form, None)
    flash(_("Support calendar %(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("places.calendars"), 303)


@blueprint.route("/support-calendars/<int:calendar_id>/edit", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def edit_calendar(calendar_id: int) -> Answer:
    """Change a support calendar: its hours, its phone number."""
    form = calendar_form(_calendar(calendar_id), "")

    def act() -> None:
        service.change_support_calendar(
            _calendar(calendar_id),
            name=form.name.data,
            phone=form.phone.data,
            timezone=form.timezone.data,
            hours=form.hours(),
        )

    if not stored(form, act):
        return _calendar_page(form, _calendar(calendar_id))
    flash(_("Support calendar %(name)s is changed.", name=form.name.data), "success")
    return redirect(url_for("places.calendars"), 303)
