"""The staff's page of one fault, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, service
from app.faults.blueprint import blueprint
from app.faults.closing import queries as past
from app.faults.closing.forms import AnswerForm
from app.faults.closing.pages import last_times
from app.faults.handling import pages
from app.faults.handling import queries as around
from app.faults.handling import service as acts
from app.faults.handling.forms import (
    AssignForm,
    EffectForm,
    MoveForm,
    StaffForm,
    TakeForm,
)
from app.faults.models import Effect, Fault, FaultState
from app.faults.promises import queries as promises
from app.faults.promises.moving.pages import stage_lines
from app.faults.promises.reached import Step
from app.faults.queue.pages import row as queue_row
from app.forms import say_beside
from app.people import queries as people
from app.photos.models import Photo

Answer = Response | tuple[str, int]


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


@blueprint.post("/faults/<int:fault_id>/assign")
@open_to(Audience.TECHNICIAN)
def assign(fault_id: int) -> Answer:
    """Give it to a colleague, who is told."""
    form = AssignForm().offer(around.colleagues())
    return _done(fault_id, form, lambda found: _assign(found, form), {"assign": form})


@blueprint.post("/faults/<int:fault_id>/photos/<int:photo_id>")
@open_to(Audience.TECHNICIAN)
def publish(fault_id: int, photo_id: int) -> Answer:
    """Let everybody see a photo that a reporter sent, or no longer."""
    found = queries.fault(fault_id, to_change=True) or abort(404)
    photo = around.photo_of(found, photo_id) or abort(404)
    acts.publish(photo, approved="approve" in request.form, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id, _anchor="told"), 303)


@blueprint.post("/faults/<int:fault_id>/reports/<int:report_id>/words")
@open_to(Audience.TECHNICIAN)
def publish_words(fault_id: int, report_id: int) -> Answer:
    """Let everybody read what a reporter wrote, or no longer."""
    found = queries.fault(fault_id, to_change=True) or abort(404)
    told = (each for each in around.reports(found) if each.id == report_id)
    report, shown = next(told, None) or abort(404), "approve" in request.form
    acts.publish_words(report, shown=shown, by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id, _anchor="told"), 303)


@blueprint.post("/faults/<int:fault_id>/move")
@open_to(Audience.TECHNICIAN)
def move(fault_id: int) -> Answer:
    """Move it, or only write a note."""
    form = MoveForm()
    try:
        photo = form.taken(clock.now())
    except Refusal as refusal:
        say_beside(form, refusal)
        return _fault_page(fault_id, move=form), 422
    return _done(fault_id, form, lambda found: _move(found, form, photo), {"move": form})


@blueprint.post("/faults/<int:fault_id>/effect")
@open_to(Audience.TECHNICIAN)
def effect(fault_id: int) -> Answer:
    """Say what it takes away."""
    form = EffectForm()
    return _done(fault_id, form, lambda found: _set_effect(found, form), {"effect": form})


def _fault_page(fault_id: int, **forms: StaffForm) -> str:
    found, now = queries.fault(fault_id) or abort(404), clock.now()
    shown = {
        "move": MoveForm(formdata=None),
        "effect": EffectForm(formdata=None),
        "assign": AssignForm(formdata=None).offer(
            around.colleagues(found.room_now.building.site_id)
        ),
    } | forms
    for form in shown.values():
        form.show(found)
    owed, waits = promises.owed(found), promises.open_pause(found)
    told = around.told(found)
    row = queue_row(found, len(told), owed, waits, now)
    page = pages.fault_page(found, row, told, past.diagnosis(found), now)
    zone = found.room_now.support.zone
    return render_template(
        "faults/fault.html",
        page=page,
        stages=stage_lines(found, now, zone),
        times=last_times(past.last_causes(found), now, zone),
        answer=AnswerForm(formdata=None),
        **shown,
    )


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


def _assign(found: Fault, form: AssignForm) -> None:
    if form.held_by.data != str(found.assignee_id or ""):
        name = found.assignee.name if found.assignee else _("Nobody")
        raise Refusal(_("%(name)s has it by now. Look again.", name=name), field="person")
    to = people.person(int(form.person.data)) or abort(404)
    acts.assign(found, to, by=current_user, at=clock.now())


def _move(found: Fault, form: MoveForm, photo: Photo | None) -> None:
    note, remark, moved_to, at = form.note.data, form.remark.data, form.moves_to, clock.now()
    words = {"note": note, "remark": remark}
    if service.done_before(found, seen=form.last_seen, by=current_user, moved_to=moved_to, **words):
        return
    service.insist_unchanged(found, state=form.made_from.data)
    if moved_to:
        _move_to(found, moved_to, form, at)
    elif note:
        service.remark(found, note, by=current_user, public=True, at=at)
    elif not remark:
        raise Refusal(_("Choose what happens, or write a note."), field="state")
    if remark:
        service.remark(found, remark, by=current_user, public=False, at=at)
    if photo:
        acts.show(found, photo)


def _move_to(found: Fault, state: FaultState, form: MoveForm, at: datetime) -> None:
    how = acts.restored_how(found, state, Step(form.wait, form.restored_by))
    service.move(found, state, by=current_user, note=form.note.data, at=at, how=how)


def _set_effect(found: Fault, form: EffectForm) -> None:
    detail = form.detail.data
    service.set_effect(
        found, Effect(form.effect.data), detail=detail, by=current_user, at=clock.now()
    )
