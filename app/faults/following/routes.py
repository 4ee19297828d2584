"""The page of whoever reported a fault, and the pages that our messages lead to."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response as FileResponse
from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.errors import Refusal
from app.extensions import csrf, db, limiter
from app.faults import queries as faults
from app.faults import service as life
from app.faults.blueprint import blueprint
from app.faults.following import pages, queries, service
from app.faults.following.forms import FollowForm, PhotoForm, RateForm, StopForm
from app.faults.models import Follower, Report
from app.faults.promises import queries as promises
from app.notices.push.keys import public_key
from app.photos import queries as pictures
from app.photos import service as photos
from app.storing import stored

Answer = TypeVar("Answer", bound=Response)

TAPS = "30 per minute"
ASKING = "6 per minute"
"""Addresses typed from one place: nobody has more."""


@blueprint.get("/f/<secret>")
@open_to(Audience.ANYONE)
def reporter(secret: str) -> Response:
    """A reporter's own page: how it stands, what was promised, what happened."""
    return _page(_report(secret))


@blueprint.post("/f/<secret>/works")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def works(secret: str) -> Response:
    """The reporter confirms that it works again."""
    return _answered(secret, life.works_again, _("Thank you. That helps us."))


@blueprint.post("/f/<secret>/still-broken")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def still_broken(secret: str) -> Response:
    """The reporter contradicts."""
    return _answered(secret, life.still_broken, _("Thank you. It is open again."))


@blueprint.post("/f/<secret>/follow")
@open_to(Audience.ANYONE)
@limiter.limit(ASKING)
def follow(secret: str) -> Response:
    """Ask the owner of an address whether it is to be told."""
    report, form = _report(secret), FollowForm()
    if not stored(form, lambda: service.ask(report, form.email.data or "", at=clock.now())):
        return _page(_report(secret), follow=form)
    address = queries.masked(queries.spelled(form.email.data or ""))
    said = _("We have written to %(address)s. Open the message, and confirm.", address=address)
    return _back(secret, said)


@blueprint.post("/f/<secret>/phone")
@open_to(Audience.ANYONE)
@limiter.limit(ASKING)
def follow_on_phone(secret: str) -> Response:
    """Push what happens to the browser that this page is open in."""
    report, given = _report(secret), request.form.get("subscription", "")
    service.tell_device(report, given, at=clock.now())
    db.session.commit()
    return _back(secret, _("This phone hears from us when something happens."))


@blueprint.post("/f/<secret>/follow/<int:follower_id>")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def confirm_here(secret: str, follower_id: int) -> Response:
    """Whoever mailed the report wants to hear more, at the address that they wrote from."""
    report = _report(secret)
    mine = {each.id: each for each in queries.of_report(report)}
    found: Follower = mine.get(follower_id) or abort(404)
    if queries.confirms_here(found, report):
        service.confirm(found, at=clock.now())
        db.session.commit()
    return _back(secret, _("You will hear from us when something happens."))


@blueprint.post("/f/<secret>/stop/<int:follower_id>")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def stop_following(secret: str, follower_id: int) -> Response:
    """One of this report's addresses is not told any more."""
    mine = queries.of_report(_report(secret))
    if found := next((each for each in mine if each.id == follower_id), None):
        service.stop(found, at=clock.now())
        db.session.commit()
    return _back(secret, _("Stopped. The address is deleted."))


@blueprint.post("/f/<secret>/rate")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def rate(secret: str) -> Response:
    """How well it went."""
    report, form = _report(secret), RateForm()
    typed, at = form.note.data or "", clock.now()
    if not stored(form, lambda: service.rate(report, int(form.stars.data), typed, at=at)):
        return _page(_report(secret), rate=form)
    return _back(secret, _("Thank you. That helps us."))


@blueprint.post("/f/<secret>/photo")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def add_photo(secret: str) -> Response:
    """One more photo; it is decoded while nobody waits for us."""
    form = PhotoForm()
    if not stored(form, lambda: _take_photo(secret, form)):
        return _page(_report(secret), photo=form)
    return _back(secret, _("Thank you. We have your photo."))


@blueprint.get("/f/<secret>/photo/<key>")
@open_to(Audience.ANYONE)
def reporter_photo(secret: str, key: str) -> FileResponse:
    """A picture that whoever made the report may see."""
    found = queries.photo_seen_by(_report(secret), key) or abort(404)
    answer = FileResponse(pictures.content(found), mimetype=found.media_type)
    answer.headers["Content-Disposition"] = "inline"
    return _private(answer)


@blueprint.get("/f/confirm/<follower>")
@open_to(Audience.ANYONE)
def ask_confirm(follower: str) -> Response:
    """Shall this address be told? To open the page says nothing yet: link scanners open all."""
    page = pages.follower_page(_follower(follower))
    return _private(make_response(render_template("faults/follow_confirm.html", page=page)))


@blueprint.post("/f/confirm/<follower>")
@open_to(Audience.ANYONE)
@limiter.limit(TAPS)
def confirm(follower: str) -> Response:
    """The owner of the address says yes, and is led to the page of the report."""
    found = _follower(follower)
    service.confirm(found, at=clock.now())
    db.session.commit()
    return _back(found.report.secret, _("You will hear from us when something happens."))


@blueprint.get("/f/stop/<follower>")
@open_to(Audience.ANYONE)
def ask_stop(follower: str) -> Response:
    """Which messages are to stop."""
    page = pages.follower_page(_follower(follower))
    return _private(make_response(render_template("faults/follow_stop.html", page=page)))


@blueprint.post("/f/stop/<follower>")
@open_to(Audience.ANYONE)
@csrf.exempt  # type: ignore[untyped-decorator]  # RFC 8058: a mail program stops them with one tap, without our page
@limiter.limit(TAPS)
def stop(follower: str) -> Response:
    """No more messages, as the owner of the address says."""
    form = StopForm(meta={"csrf": False})
    service.stop(_follower(follower), every=bool(form.all.data), at=clock.now())
    db.session.commit()
    return _private(redirect(url_for("faults.ask_stop", follower=follower), 303))


def _report(secret: str) -> Report:
    found: Report = faults.report(secret) or abort(404)
    return found


def _follower(secret: str) -> Follower:
    found: Follower = queries.follower(secret) or abort(404)
    return found


def _take_photo(secret: str, form: PhotoForm) -> None:
    db.session.rollback()
    picture = photos.clean(form.photo.data.read())
    service.add_photo(_report(secret), picture, at=clock.now())


def _page(report: Report, **typed: FlaskForm) -> Response:
    """The reporter's page, with the form that has something to mend."""
    fault = faults.part_of(report.fault)
    around = pages.Around(
        fault=fault,
        room=queries.room_of(fault),
        promises=promises.of_fault(fault),
        followers=queries.of_report(report),
        photos=[each.photo for each in queries.photos_of(report)],
        told=faults.people_told([fault])[fault.id],
    )
    forms = {"follow": FollowForm, "rate": RateForm, "photo": PhotoForm}
    shown = {name: typed.get(name) or form(formdata=None) for name, form in forms.items()}
    page = pages.reporter_page(report, around, clock.now())
    tag = codes.of_room(around.room.id)
    given = {"tag": tag, "forms_of": shown, "push_key": public_key() if page.can_follow else ""}
    html = render_template("faults/reporter.html", page=page, **given)
    return _private(make_response(html, 422 if typed else 200))


def _answered(secret: str, act: Callable[..., None], thanks: str) -> Response:
    report = _report(secret)
    try:
        act(report, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
        return _private(redirect(url_for("faults.reporter", secret=secret), 303))
    db.session.commit()
    return _back(secret, thanks)


def _back(secret: str, thanks: str) -> Response:
    flash(thanks, "success")
    return _private(redirect(url_for("faults.reporter", secret=secret), 303))


def _private(response: Answer) -> Answer:
    """An answer that no cache keeps, no search engine lists, and no link gives away."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
