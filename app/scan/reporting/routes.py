"""Report a fault at a tag: which equipment, what is wrong, send."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.models import Tag
from app.errors import Refusal
from app.extensions import csrf, db, limiter
from app.faults import service
from app.faults.models import Fault, Report
from app.faults.queries import open_in_room
from app.forms import say_beside
from app.places.models import Room
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.reporting.again import remember, told_before, told_of
from app.scan.reporting.forms import MeTooForm, ReportForm
from app.scan.reporting.pages import choose, report_page, subjects_of, symptoms_of

Answer = str | tuple[str, int] | Response

SENDING = "30 per minute"
"""Reports from one address: a whole class may sit behind one, a flood is slowed."""


@blueprint.get("/t/<code>/report")
@open_to(Audience.ANYONE)
def report(code: str) -> Answer:
    """Which equipment; then what is known of it, and what is wrong."""
    tag = codes.answering(code)
    if tag is None:
        return unknown_tag()
    page = report_page(tag, request.args.get("unit"), clock.now())
    asked = {"symptom": request.args.get("symptom", "")}
    form = ReportForm(formdata=None, unit=page.chosen.value, **asked) if page.chosen else None
    if form:
        form.renew_key()
    return render_template("scan/report.html", page=page, form=form)


@blueprint.post("/t/<code>/report")
@open_to(Audience.ANYONE)
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that nothing typed is lost with a session
@limiter.limit(SENDING)
def send_report(code: str) -> Answer:
    """Keep the report, and lead on to the reporter's own page."""
    tag, form = codes.answering(code), ReportForm()
    if tag is None:
        return unknown_tag()
    try:
        sent = _reported(tag.home, form)
    except Refusal as refusal:
        db.session.rollback()
        form.renew_key()
        say_beside(form, refusal)
        sent = None
    return _thanks(sent, tag) if sent else _form_again(code, form)


@blueprint.post("/t/<code>/report/me-too")
@open_to(Audience.ANYONE)
@limiter.limit(SENDING)
def me_too(code: str) -> Answer:
    """One more person to whom an open fault happens; who told us before is led back."""
    tag, form = codes.answering(code), MeTooForm()
    fault = _open_fault(tag, form.fault.data)
    if tag is None or fault is None or not form.validate():
        flash(_("This was settled just now. If it is still broken, report it here."), "problem")
        return redirect(url_for("scan.report", code=code), 303)
    key, now = form.key.data, clock.now()
    told = told_of(fault) or service.join(fault, note="", contact="", key=key, at=now)
    return _thanks(told, tag)


def _reported(room: Room, form: ReportForm) -> Report | None:
    """The report; None where the form says beside its fields what is missing."""
    subject = choose(subjects_of(room.id), form.unit.data)
    symptoms = symptoms_of(subject)
    if not form.check(found=subject is not None, offered=symptoms) or subject is None:
        return None
    return told_before(room, subject, form) or service.report(
        room,
        subject.equipment,
        symptoms[form.symptom.data],
        note=form.note.data,
        contact=form.contact.data,
        key=form.key.data,
        at=clock.now(),
    )


def _form_again(code: str, form: ReportForm) -> Answer:
    tag = codes.answering(code)
    if tag is None:
        return unknown_tag()
    page = report_page(tag, form.unit.data, clock.now())
    return render_template("scan/report.html", page=page, form=form), 422


def _thanks(report: Report, tag: Tag) -> Response:
    now = clock.now()
    service.forget_contacts(at=now)
    tags.seen(tag, at=now)
    secret, joined = report.secret, report.me_too
    db.session.commit()
    if remember(secret):
        flash(_("Thank you. You told us of this already."), "success")
    elif joined:
        flash(_("Thank you. It was known already: we have added you to it."), "success")
    else:
        flash(_("Thank you. We have your report."), "success")
    return redirect(url_for("faults.reporter", secret=secret), 303)


def _open_fault(tag: Tag | None, typed: str | None) -> Fault | None:
    if tag is None:
        return None
    return next((each for each in open_in_room(tag.home.id) if str(each.id) == typed), None)
