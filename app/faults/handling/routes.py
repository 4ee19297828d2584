"""The staff's page of one fault, and what can be done with it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, service
from app.faults.blueprint import blueprint
from app.faults.handling import pages
from app.faults.handling.forms import EffectForm, MoveForm, StaffForm, TakeForm
from app.faults.models import Effect, Fault
from app.faults.promises import queries as promises
from app.faults.promises.reached import Step
from app.forms import say_beside

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


def _fault_page(fault_id: int, **forms: StaffForm) -> str:
    found = queries.fault(fault_id) or abort(404)
    shown = {"move": MoveForm(formdata=None), "effect": EffectForm(formdata=None)} | forms
    for form in shown.values():
        form.show(found)
    owed, waits = promises.owed(found), promises.open_pause(found)
    page = pages.fault_page(found, owed, waits, clock.now())
    return render_template("faults/fault.html", page=page, **shown)


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
