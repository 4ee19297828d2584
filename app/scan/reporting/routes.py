"""Report a fault at a tag: which equipment, what is wrong, send."""

from datetime import datetime

from flask import Response as FileResponse
from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.models import Tag
from app.errors import Refusal
from app.extensions import csrf, db, limiter
from app.faults import service
from app.faults.following import asking, queries
from app.faults.following import service as following
from app.faults.models import Fault, Kind, Report
from app.faults.queries import open_in_room, open_of
from app.faults.words import OTHER
from app.forms import say_beside
from app.language import language
from app.photos import queries as pictures
from app.photos.cleaning import Picture
from app.places.models import Room
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.reporting import slow
from app.scan.reporting.again import remember, told_before, told_of
from app.scan.reporting.forms import MeTooForm, ReportForm
from app.scan.reporting.pages import (
    Subject,
    choose,
    offered,
    report_page,
    symptoms_of,
)

Answer = str | tuple[str, int] | tuple[str, int, dict[str, str]] | Response

SENDING = "30 per minute"
"""Reports from one address at one tag: a whole class may sit behind one, a flood is slowed."""
JOINING = "300 per minute"
"""Taps on "me too" from one address at one tag: a full lecture hall sits behind one."""
SLOW = 429


def _here() -> str:
    """Who sends, and where: a flood at one tag takes nothing from another."""
    return f"{get_remote_address()} {(request.view_args or {}).get('code', '').upper()}"


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
@limiter.limit(SENDING, key_func=_here)
def send_report(code: str) -> Answer:
    """Keep the report, and lead on to the reporter's own page."""
    form = ReportForm()
    try:
        sent = _sent(code, form)
    except Refusal as refusal:
        db.session.rollback()
        form.renew_key()
        say_beside(form, refusal)
        return _form_again(code, form, refusal.status)
    return _thanks(sent) if sent else _form_again(code, form)


@blueprint.post("/t/<code>/report/me-too")
@open_to(Audience.ANYONE)
@limiter.limit(JOINING, key_func=_here)
def me_too(code: str) -> Answer:
    """One more person to whom an open fault happens; who told us before is led back."""
    tag, form = codes.answering(code), MeTooForm()
    fault = _open_fault(tag, form.fault.data)
    if tag is None or fault is None or not form.validate():
        flash(_("This was settled just now. If it is still broken, report it here."), "problem")
        return redirect(url_for("scan.report", code=code), 303)
    key, now = form.key.data, clock.now()
    told = told_of(fault) or service.join(fault, note="", contact="", key=key, at=now)
    told.language = language()
    tags.seen(tag, at=now)
    return _thanks(told)


@blueprint.get("/t/<code>/photo/<key>")
@open_to(Audience.ANYONE)
def approved_photo(code: str, key: str) -> FileResponse:
    """A photo of an open fault here that staff have approved for everybody."""
    tag = codes.answering(code) or abort(404)
    found = queries.approved_photo(open_in_room(tag.home.id), key) or abort(404)
    answer = FileResponse(pictures.content(found), mimetype=found.media_type)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


def _sent(code: str, form: ReportForm) -> Report | None:
    """The report; None where the tag is not known, or the form says what is missing."""
    tag, subject = _about(code, form)
    if tag is None:
        return None
    if not form.check(found=subject is not None, offered=offered(symptoms_of(subject))):
        form.keep_photo()
        return None
    if not _joins(tag.home, subject, form):
        slow.let_in(tag)
    if picture := form.picture():
        tag, subject = _about(code, form)  # anew, as it may have taken seconds to decode that
    return _stored(tag, subject, form, picture) if tag and subject else None


def _about(code: str, form: ReportForm) -> tuple[Tag | None, Subject | None]:
    tag = codes.answering(code)
    return tag, choose(tag.home.id, form.unit.data) if tag else None


def _joins(room: Room, subject: Subject | None, form: ReportForm) -> bool:
    """Whether it only counts one more person to whom a known fault happens."""
    if subject is None or not form.is_wordless or form.symptom_code == OTHER:
        return False
    known = open_of(room, subject.equipment)
    return any(each.symptom.code == form.symptom_code for each in known)


def _stored(tag: Tag, subject: Subject, form: ReportForm, picture: Picture | None) -> Report:
    """The report with its photo."""
    now = clock.now()
    told = told_before(tag.home, subject, form) or _told(tag.home, subject, form, now)
    told.language = language()
    if picture and not (told.key == form.key.data and queries.photos_of(told)):
        following.add_photo(told, picture, at=now)
    tags.seen(tag, at=now)
    return told


def _told(room: Room, subject: Subject, form: ReportForm, now: datetime) -> Report:
    said = {"note": form.note.data, "contact": form.contact.data, "key": form.key.data}
    if form.kind is not Kind.BROKEN:
        return asking.ask(room, subject.equipment, form.kind, **said, at=now)
    symptom = symptoms_of(subject)[form.symptom_code]
    return service.report(room, subject.equipment, symptom, **said, at=now)


def _form_again(code: str, form: ReportForm, status: int = 422) -> Answer:
    tag = codes.answering(code)
    if tag is None:
        return unknown_tag()
    page = report_page(tag, form.unit.data, clock.now())
    html = render_template("scan/report.html", page=page, form=form)
    if status != SLOW:
        return html, 422
    return html, SLOW, {"Retry-After": "60"}


def _thanks(report: Report) -> Response:
    service.forget_contacts(at=clock.now())
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
