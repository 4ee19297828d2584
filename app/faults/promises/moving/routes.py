"""The page on which another moment is promised for a fault."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.errors import Refusal
from app.faults import queries as faults
from app.faults import service as faults_service
from app.faults.blueprint import blueprint
from app.faults.models import Event, Fault
from app.faults.promises import queries
from app.faults.promises.moving import service
from app.faults.promises.moving.forms import PromiseForm
from app.faults.promises.moving.pages import stage_lines
from app.storing import status_of, stored

Answer = Response | tuple[str, int]


@blueprint.route("/faults/<int:fault_id>/promise", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def promise(fault_id: int) -> Answer:
    """What was promised; promise another moment, and say why."""
    fault = faults.fault(fault_id) or abort(404)
    form = PromiseForm().offer(queries.owed(fault), fault.timeline[-1].id)
    if not stored(form, lambda: _promise(fault_id, form)):
        return _page(fault_id, form)
    jobs.wake()
    flash(_("Promised. Whoever follows it is told why."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


def _promise(fault_id: int, form: PromiseForm) -> None:
    fault = faults.fault(fault_id, to_change=True) or abort(404)
    stage, due, reason = form.told(fault.room_now.support.zone)
    said = {"by": current_user, "moved_to": None, "note": reason, "remark": ""}
    if faults_service.done_before(fault, seen=form.last_seen, **said):
        return
    _insist_unmoved(fault, form)
    service.promise_again(fault, stage, due, reason=reason, by=current_user, at=clock.now())


def _insist_unmoved(fault: Fault, form: PromiseForm) -> None:
    """Refuse what was decided on a page that showed another promise."""
    for entry in fault.timeline:
        if entry.id > form.last_seen and entry.event is Event.PROMISE_MOVED:
            name = entry.person.name if entry.person else _("Somebody")
            sentence = _(
                "%(name)s promised another time while you were writing. "
                "What you wrote is still here: look again, then send it.",
                name=name,
            )
            form.seen.data = str(fault.timeline[-1].id)
            raise Refusal(sentence, field="due")


def _page(fault_id: int, form: PromiseForm) -> tuple[str, int]:
    fault = faults.fault(fault_id) or abort(404)
    zone = fault.room_now.support.zone
    page = render_template(
        "faults/promises/promise.html",
        fault=fault,
        form=form,
        promises=stage_lines(fault, clock.now(), zone),
        zone=zone.key,
    )
    return page, status_of(form)
