"""The staff's pages of faults, and the page of whoever reported one."""

from collections.abc import Callable

from flask import (
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.errors import Refusal
from app.extensions import db, limiter
from app.faults import pages, queries, service
from app.faults.blueprint import blueprint
from app.faults.forms import EffectForm, MoveForm, StaffForm, TakeForm
from app.faults.models import Effect, Fault, Report
from app.faults.promises.reached import Step
from app.forms import say_beside
from app.places import queries as places

Answer = Response | tuple[str, int]


@blueprint.get("/faults")
@open_to(Audience.TECHNICIAN)
def queue() -> str:
    """What is to be restored, the most pressing first."""
    wanted = queries.wanted_faults(request.args)
    found = queries.queue(wanted, current_user.id)
    page = pages.queue_page(wanted, found, places.buildings(), clock.now())
    return render_template("faults/queue.html", page=page)


@blueprint.get("/faults/<int:fault_id>")
@open_to(Audience.TECHNICIAN)
def fault(fault_id: int) -> str:
    """Everything about one fault, and what can be done with it."""
    return _fault_page(fault_id)


@blueprint.post("/faults/<int:fault_id>/take")
@open_to(Audience.TECHNICIAN)
def take(fault_id: int) -> Answer:
    """Answer for it from now on."""
    found = queries.fault(fault_id, to_change=True) or abort(404)
    known = {TakeForm().held_by.data or "", str(current_user.id)}
    if found.assignee and str(found.assignee_id) not in known:
        flash(_("%(name)s took it a moment before you.", name=found.assignee.name), "problem")
    else:
        service.take(found, current_user, at=clock.now())
        db.session.commit()
        flash(_("It is yours now."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


@blueprint.post("/faults/<int:fault_id>/move")
@open_to(Audience.TECHNICIAN)
def move(fault_id: int) -> Answer:
    """Move it, or only write a note."""
    form = MoveForm()
    return _done(fault_id, form, lambda found: _move(found, form), {"move": form})


@blueprint.post("/faults/<int:fault_id>/effect")
@open_to(Audience.TECHNICIAN)
def effect(fault_id: int) -> Answer:
    """Say what it takes away."""
    form = EffectForm()
    return _done(fault_id, form, lambda found: _set_effect(found, form), {"effect": form})


@blueprint.get("/f/<secret>")
@open_to(Audience.ANYONE)
def reporter(secret: str) -> Response:
    """A reporter's own page: how it stands, what was promised, what happened."""
    report = queries.report(secret) or abort(404)
    told = queries.people_told([report.fault])[report.fault_id]
    page = pages.reporter_page(report, told, clock.now())
    tag = codes.of_room(report.fault.room_now.id)
    return _private(render_template("faults/reporter.html", page=page, tag=tag))


@blueprint.post("/f/<secret>/works")
@open_to(Audience.ANYONE)
@limiter.limit("30 per minute")
def works(secret: str) -> Answer:
    """The reporter confirms that it works again."""
    return _answered(secret, service.works_again, _("Thank you. That helps us."))


@blueprint.post("/f/<secret>/still-broken")
@open_to(Audience.ANYONE)
@limiter.limit("30 per minute")
def still_broken(secret: str) -> Answer:
    """The reporter contradicts."""
    return _answered(secret, service.still_broken, _("Thank you. It is open again."))


def _fault_page(fault_id: int, **forms: StaffForm) -> str:
    found = queries.fault(fault_id) or abort(404)
    shown = {"move": MoveForm(formdata=None), "effect": EffectForm(formdata=None)} | forms
    for form in shown.values():
        form.show(found)
    return render_template("faults/fault.html", page=pages.fault_page(found, clock.now()), **shown)


def _done(
    fault_id: int, form: StaffForm, act: Callable[[Fault], None], shown: dict[str, StaffForm]
) -> Answer:
    """Do it and lead back; or show the page again with the reason and all that was typed."""
    found = queries.fault(fault_id, to_change=True) or abort(404)
    if form.validate():
        try:
            act(found)
        except Refusal as refusal:
            say_beside(form, refusal)
        else:
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("faults.fault", fault_id=fault_id), 303)
    db.session.rollback()
    return _fault_page(fault_id, **shown), 422


def _move(found: Fault, form: MoveForm) -> None:
    note, remark, moved_to, at = form.note.data, form.remark.data, form.moves_to, clock.now()
    words = {"note": note, "remark": remark}
    if service.done_before(found, seen=form.last_seen, by=current_user, moved_to=moved_to, **words):
        return
    service.insist_unchanged(found, state=form.made_from.data)
    if moved_to:
        how = Step(form.wait, form.restored_by)
        service.move(found, moved_to, by=current_user, note=note, at=at, how=how)
    elif note:
        service.remark(found, note, by=current_user, public=True, at=at)
    elif not remark:
        raise Refusal(_("Choose what happens, or write a note."), field="state")
    if remark:
        service.remark(found, remark, by=current_user, public=False, at=at)


def _set_effect(found: Fault, form: EffectForm) -> None:
    detail = form.detail.data
    service.set_effect(
        found, Effect(form.effect.data), detail=detail, by=current_user, at=clock.now()
    )


def _answered(secret: str, act: Callable[..., None], thanks: str) -> Response:
    report: Report = queries.report(secret) or abort(404)
    try:
        act(report, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
    else:
        db.session.commit()
        flash(thanks, "success")
    return _private(redirect(url_for("faults.reporter", secret=secret), 303))


def _private(body: str | Response) -> Response:
    """An answer that no cache keeps, no search engine lists, and no link gives away."""
    response = make_response(body)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
