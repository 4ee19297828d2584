"""The page that closes a fault, and the answer to a question."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.faults import queries, service
from app.faults.blueprint import blueprint
from app.faults.closing import queries as past
from app.faults.closing import service as closing
from app.faults.closing.forms import AnswerForm, CloseForm
from app.faults.closing.pages import last_times
from app.faults.words import place
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


@blueprint.route("/faults/<int:fault_id>/close", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def close(fault_id: int) -> Answer:
    """Say what it was, which closes it."""
    form = CloseForm()
    if stored(form, lambda: _settle(fault_id, form)):
        flash(_("Closed. Thank you for saying what it was."), "success")
        return redirect(url_for("faults.fault", fault_id=fault_id), 303)
    found, now = queries.fault(fault_id) or abort(404), clock.now()
    if not form.is_submitted():
        form.begin(found, now)
    times = last_times(past.last_causes(found), now, found.room_now.support.zone)
    page = render_template(
        "faults/close.html", form=form, fault=found, place=place(found), times=times
    )
    return page, status_of(form)


@blueprint.post("/faults/<int:fault_id>/answer")
@open_to(Audience.TECHNICIAN)
def answer(fault_id: int) -> Answer:
    """Answer a question or a suggestion, and close it."""
    form = AnswerForm()
    if stored(form, lambda: _answer(fault_id, form)):
        flash(_("Answered."), "success")
        return redirect(url_for("faults.fault", fault_id=fault_id), 303)
    found = queries.fault(fault_id) or abort(404)
    page = render_template("faults/answer.html", form=form, fault=found, place=place(found))
    return page, status_of(form)


def _settle(fault_id: int, form: CloseForm) -> None:
    found = queries.fault(fault_id, to_change=True) or abort(404)
    service.insist_unchanged(found, state=form.made_from.data)
    closing.settle(found, form.said, note=form.note.data, by=current_user, at=clock.now())


def _answer(fault_id: int, form: AnswerForm) -> None:
    found, refused = queries.fault(fault_id, to_change=True) or abort(404), "refuse" in request.form
    closing.answer(found, form.answer.data, refused=refused, by=current_user, at=clock.now())
