"""The check behind a tag: a technician goes through the room's units and logs what was found."""

from dataclasses import dataclass, field

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks import queries as checks
from app.checks import service
from app.checks.logging.following import FollowUp
from app.checks.logging.statutory import left_due
from app.checks.models import Check, Reason, Result, Scope
from app.checks.service import Found
from app.checks.words import REASONS, limits
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.models import Tag
from app.errors import Refusal
from app.extensions import db
from app.forms import say_beside
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.checking import presence
from app.scan.checking.answers import Sent
from app.scan.checking.findings import read
from app.scan.checking.forms import CheckForm
from app.scan.checking.pages import CheckSheet, check_page, sheet_of
from app.scan.checking.pictures import Taken, taken
from app.scan.checking.still import follow_ups, still_broken

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Answered:
    """What a form says, and a sentence for each field to be mended."""

    findings: list[Found] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def _scope() -> Scope:
    return Scope.SERVICE if request.args.get("scope") == Scope.SERVICE else Scope.ROOM_CHECK


def _sheet(code: str, photos: Taken | None = None) -> CheckSheet | None:
    tag = codes.answering(code)
    sent = Sent(request.form, photos.pictures if photos else {})
    return sheet_of(tag, _scope(), sent, _corrects(tag)) if tag else None


def _corrects(tag: Tag) -> Check | None:
    """The check of this room that is put right, where the address names one."""
    key = request.args.get("corrects", type=int)
    if key is None:
        return None
    old = checks.check(key)
    return old if old and old.room_id == tag.home.id else abort(404)


def _shown(sheet: CheckSheet, form: CheckForm, errors: dict[str, str] | None = None) -> str:
    page = check_page(sheet, errors or {}, request.args.get("scan", ""))
    if sheet.corrects:
        form.say_why()
    return render_template("scan/check.html", page=page, form=form, reasons=REASONS, limits=limits)


@blueprint.get("/t/<code>/check")
@open_to(Audience.TECHNICIAN)
def check(code: str) -> Answer:
    """The list to go through in this room; nothing is answered beforehand."""
    sheet = _sheet(code)
    if sheet is None:
        return unknown_tag()
    form = CheckForm()
    form.renew_key()
    scan = request.args.get("scan", "")
    form.scan.data = presence.beginning(sheet.tag, current_user, scan, at=clock.now())
    return _shown(sheet, form)


@blueprint.post("/t/<code>/check")
@open_to(Audience.TECHNICIAN)
def log_check(code: str) -> Answer:
    """Log what was found; a repeat of the same form leads to the same place."""
    photos = taken(request.files)
    sheet = _sheet(code, photos)
    if sheet is None:
        return unknown_tag()
    form, reason = CheckForm(), _reason()
    answered = _answered(sheet) if reason is None else Answered()
    if not form.validate() or answered.errors or photos.errors:
        return _to_mend(sheet, form, photos.beside(answered.errors)), 422
    try:
        logged = _log(sheet, form, answered, reason)
    except Refusal as refusal:
        return _refused(code, form, refusal, photos)
    flash(_confirmation(logged), "success")
    if names := left_due(logged.id):
        said = _("By law it stays due until it is done: %(units)s.", units=", ".join(names))
        flash(said, "problem")
    if logged.corrects_id:
        return redirect(url_for("checks.detail", check_id=logged.id), 303)
    return redirect(url_for("scan.tag", code=sheet.tag.code), 303)


def _reason() -> Reason | None:
    """Why the whole room could not be checked; from the short form on top of the page."""
    typed = request.form.get("reason")
    return Reason(typed) if typed in set(Reason) else None


def _answered(sheet: CheckSheet) -> Answered:
    """What was found, and what is said of what failed last time."""
    found = read(sheet.answered, still_broken(sheet.asked))
    told = follow_ups(sheet.asked, sheet.answered, found.findings, found.errors)
    return Answered(found.findings, told, found.errors)


def _log(sheet: CheckSheet, form: CheckForm, answered: Answered, reason: Reason | None) -> Check:
    moment = clock.now()
    logged = service.log(
        sheet.tag.home,
        current_user,
        sheet.scope,
        answered.findings,
        follow_ups=answered.follow_ups,
        key=form.key.data or "",
        note=form.note.data or "",
        reason=reason,
        corrects=sheet.corrects,
        scan=presence.presented(sheet.tag, current_user, form.scan.data or "", at=moment),
        at=moment,
        received_at=moment,
    )
    tags.seen(sheet.tag, at=moment)
    db.session.commit()
    return logged


def _to_mend(sheet: CheckSheet, form: CheckForm, errors: dict[str, str]) -> str:
    if form.key.errors:
        form.renew_key()
    return _shown(sheet, form, errors)


def _refused(code: str, form: CheckForm, refusal: Refusal, photos: Taken) -> Answer:
    """The form again as it was filled in, as a new one: sending it then logs another check."""
    db.session.rollback()
    sheet = _sheet(code)
    if sheet is None:
        return unknown_tag()
    say_beside(form, refusal)
    form.renew_key()
    return _shown(sheet, form, photos.beside({})), refusal.status


def _confirmation(logged: Check) -> str:
    if logged.corrects_id:
        return _("Corrected. Both entries stay, and this one counts: recorded, without a tag.")
    if logged.reason:
        return _("Logged: not checked (%(why)s)", why=REASONS[logged.reason])
    if logged.result is Result.NOT_CHECKED:
        return _("Logged. Nothing could be checked, so it does not count as a check.")
    tally = checks.tally(logged.id)
    seen = ngettext("%(num)d unit", "%(num)d units", tally.seen)
    bad = ngettext("%(num)d problem", "%(num)d problems", tally.failed)
    parts = [
        _("the room itself") if tally.of_room else seen,
        bad if tally.failed else _("no problem"),
    ]
    if tally.left_out:
        parts.append(ngettext("%(num)d not checked", "%(num)d not checked", tally.left_out))
    return _("Logged: %(what)s", what=", ".join(parts))
