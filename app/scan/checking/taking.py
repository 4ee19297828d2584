"""Taking in the form of a check: logged, or shown again with what is to be mended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app.checks import queries as checks
from app.checks import service
from app.checks.logging.following import FollowUp
from app.checks.logging.statutory import left_due
from app.checks.models import Check, NoTag, Reason, Result
from app.checks.service import Found, Used
from app.checks.words import REASONS, limits
from app.codes import service as tags
from app.errors import Refusal
from app.extensions import db
from app.faults.words import EFFECTS
from app.forms import say_beside
from app.scan.blueprint import unknown_tag
from app.scan.checking import presence
from app.scan.checking.findings import read
from app.scan.checking.forms import CheckForm, UntaggedForm
from app.scan.checking.pages import CheckSheet, back_to, check_page
from app.scan.checking.parts import read_parts
from app.scan.checking.pictures import Taken, taken
from app.scan.checking.presence import Scan
from app.scan.checking.still import follow_ups, still_broken

Answer = str | Response | tuple[str, int]
Find = Callable[[Taken | None], CheckSheet | None]
"""Brings the sheet of the room with what was sent; None where there is no such tag."""


@dataclass(frozen=True)
class Answered:
    """What a form says, and a sentence for each field to be mended."""

    findings: list[Found] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    parts: list[Used] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def shown(
    sheet: CheckSheet, form: CheckForm, errors: dict[str, str] | None = None, *, at: datetime
) -> str:
    """The page of the check, with what is to be mended."""
    page = check_page(sheet, errors or {}, request.args.get("scan", ""), at=at)
    if sheet.corrects:
        form.say_why()
    return render_template(
        "scan/check.html", page=page, form=form, reasons=REASONS, effects=EFFECTS, limits=limits
    )


def take(find: Find, form: CheckForm, *, at: datetime) -> Answer:
    """Log what was sent and lead on, or show the form again; `find` brings the sheet."""
    photos = taken(request.files)
    sheet = find(photos)
    if sheet is None:
        return unknown_tag()
    reason = _reason()
    answered = _answered(sheet) if reason is None else Answered()
    if not form.validate() or answered.errors or photos.errors:
        return _to_mend(sheet, form, photos.beside(answered.errors), at), 422
    try:
        logged = _log(sheet, form, answered, reason, at)
    except Refusal as refusal:
        return _refused(find, form, refusal, photos, at)
    flash(_confirmation(logged), "success")
    if names := left_due(logged.id):
        said = _("By law it stays due until it is done: %(units)s.", units=", ".join(names))
        flash(said, "problem")
    if logged.corrects_id:
        return redirect(url_for("checks.detail", check_id=logged.id), 303)
    return redirect(back_to(sheet), 303)


def _reason() -> Reason | None:
    """Why the whole room could not be checked; from the short form on top of the page."""
    typed = request.form.get("reason")
    return Reason(typed) if typed in set(Reason) else None


def _answered(sheet: CheckSheet) -> Answered:
    """What was found, and what is said of what failed last time."""
    found = read(sheet.answered, still_broken(sheet.asked))
    told = follow_ups(sheet.asked, sheet.answered, found.findings, found.errors)
    used = read_parts(sheet.answered, sheet.parts, found.errors)
    return Answered(found.findings, told, used, found.errors)


def _log(
    sheet: CheckSheet, form: CheckForm, answered: Answered, reason: Reason | None, now: datetime
) -> Check:
    untagged = form if isinstance(form, UntaggedForm) else None
    scan = _scan(sheet, form, now)
    logged = service.log(
        sheet.room,
        current_user,
        sheet.scope,
        answered.findings,
        follow_ups=answered.follow_ups,
        parts=answered.parts,
        key=form.key.data or "",
        note=form.note.data or "",
        reason=reason,
        corrects=sheet.corrects,
        scan=scan.nonce if scan else None,
        scanned_at=scan.at if scan else None,
        no_tag=NoTag(untagged.no_tag.data) if untagged else None,
        at=untagged.moment(sheet.room, now) if untagged else now,
        received_at=now,
    )
    if sheet.tag:
        tags.seen(sheet.tag, at=now)
    db.session.commit()
    return logged


def _scan(sheet: CheckSheet, form: CheckForm, now: datetime) -> Scan | None:
    if sheet.tag is None:
        return None
    return presence.presented(sheet.tag, current_user, form.scan.data or "", at=now)


def _to_mend(sheet: CheckSheet, form: CheckForm, errors: dict[str, str], at: datetime) -> str:
    if form.key.errors:
        form.renew_key()
    return shown(sheet, form, errors, at=at)


def _refused(find: Find, form: CheckForm, refusal: Refusal, photos: Taken, at: datetime) -> Answer:
    """The form again as it was filled in, as a new one: sending it then logs another check."""
    db.session.rollback()
    sheet = find(None)
    if sheet is None:
        return unknown_tag()
    say_beside(form, refusal)
    form.renew_key()
    return shown(sheet, form, photos.beside({}), at=at), refusal.status


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
