"""Pages about job plans; those about their items stand beside it."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.models import JobPlan
from app.checks.plans import item_routes, pages, queries, service  # noqa: F401 - adds its routes
from app.checks.plans.forms import RHYTHM_FIELDS, PlanForm, new_plan_form, plan_form
from app.checks.plans.service import Target
from app.equipment import queries as equipment
from app.equipment.models import ROOM_SLUG
from app.errors import Refusal
from app.extensions import db
from app.numbers import number_of, page_of
from app.places import queries as places
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _found(plan_id: int) -> JobPlan:
    return queries.plan(plan_id) or abort(404)


def _today() -> date:
    return clock.now().date()


def _shown(plan_id: int) -> Response:
    jobs.wake()
    return redirect(url_for("checks.plan", plan_id=plan_id), 303)


def _target() -> Target | None:
    """What the address says that a new plan is for; None where it says nothing yet."""
    if key := number_of(request.args, "type"):
        return Target(equipment.type_of_id(key) or abort(404))
    if key := number_of(request.args, "model"):
        model = queries.model(key) or abort(404)
        return Target(model.type, model=model)
    if key := number_of(request.args, "unit"):
        unit = equipment.unit(key) or abort(404)
        return Target(unit.model.type, equipment=unit)
    if key := number_of(request.args, "room"):
        kind = equipment.type_of_slug(ROOM_SLUG) or abort(404)
        return Target(kind, room=places.room(key) or abort(404))
    return None


def _expected(form: PlanForm) -> pages.Expected:
    """The dates of what stands in the form, or what there is to mend first."""
    wrong = [str(sentence) for name in RHYTHM_FIELDS for sentence in form[name].errors]
    if wrong:
        return pages.Expected(problem=wrong[0])
    try:
        typed = JobPlan(**form.rhythm_told())
    except Refusal as refusal:
        return pages.Expected(problem=str(refusal))
    return pages.expected(typed, _today(), queries.reading_of(typed))


def _form_page(form: PlanForm, what: Target | JobPlan, plan: JobPlan | None) -> Answer:
    asked: dict[str, Any] = request.args.to_dict()
    new = url_for("checks.new_plan", **asked)
    address = url_for("checks.edit_plan", plan_id=plan.id) if plan else new
    page = render_template(
        "checks/plan_form.html",
        form=form,
        plan=plan,
        what_for=pages.what_for(what),
        expected=_expected(form),
        address=address,
        preview=url_for("checks.plan_dates", type_id=what.type.id),
    )
    return page, status_of(form)


@blueprint.get("/checks/plans")
@open_to(Audience.STAFF)
def plans() -> str:
    """All job plans by the type of equipment, searched and filtered."""
    wanted = queries.wanted_plans(request.args)
    found = queries.listed(wanted, page_of(request.args))
    page = pages.plans_page(found, wanted, equipment.types())
    return render_template("checks/plans.html", page=page)


@blueprint.get("/checks/plans/<int:plan_id>")
@open_to(Audience.STAFF)
def plan(plan_id: int) -> str:
    """One job plan: its rhythm, its next dates, its items."""
    page = pages.plan_page(_found(plan_id), _today())
    return render_template("checks/plan.html", page=page, plan=page.plan)


@blueprint.route("/checks/plans/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_plan() -> Answer:
    """Make a job plan, once the address says what it is for."""
    if (target := _target()) is None:
        return _choose_target()
    numbers = queries.numbers_read(target.type.id)
    form = new_plan_form(statutory=target.type.statutory, numbers=numbers)
    made: list[JobPlan] = []

    def act() -> None:
        made.append(service.add_plan(_target() or abort(404), **form.told()))

    if form.is_only_shown() or not stored(form, act):
        return _form_page(form, _target() or target, None)
    flash(_("The plan is made. Now say what is looked at."), "success")
    return _shown(made[0].id)


def _choose_target() -> str:
    words = " ".join(request.args.get("q", "").split())[:200]
    found = queries.reached(words, models_too=current_user.plans_for_all) if words else None
    page = pages.targets_page(words, equipment.types(), found)
    return render_template("checks/plan_for.html", page=page)


@blueprint.route("/checks/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_plan(plan_id: int) -> Answer:
    """Change a job plan; its items have pages of their own."""
    plan = _found(plan_id)
    form = plan_form(plan, queries.numbers_read(plan.type_id))

    def act() -> None:
        service.change_plan(_found(plan_id), **form.told())

    if form.is_only_shown() or not stored(form, act):
        again = _found(plan_id)
        return _form_page(form, again, again)
    flash(_("The plan is changed."), "success")
    return _shown(plan_id)


@blueprint.get("/checks/plans/dates/<int:type_id>")
@open_to(Audience.MANAGER)
def plan_dates(type_id: int) -> str:
    """The dates of a plan that is being typed, or what there is to mend; part of a page."""
    kind = equipment.type_of_id(type_id) or abort(404)
    form = PlanForm(request.args, meta={"csrf": False}).offer(queries.numbers_read(kind.id))
    form.validate()
    return render_template("checks/plan_dates.html", expected=_expected(form))


@blueprint.post("/checks/plans/<int:plan_id>/retire")
@open_to(Audience.MANAGER)
def retire_plan(plan_id: int) -> Response:
    """Plan this work no longer."""
    service.retire_plan(_found(plan_id), at=clock.now())
    db.session.commit()
    flash(_("The plan is retired. What was done by it stays."), "success")
    return _shown(plan_id)


@blueprint.post("/checks/plans/<int:plan_id>/bring-back")
@open_to(Audience.MANAGER)
def bring_back_plan(plan_id: int) -> Response:
    """Plan this work again."""
    service.bring_back_plan(_found(plan_id))
    db.session.commit()
    flash(_("The plan is in use again."), "success")
    return _shown(plan_id)
