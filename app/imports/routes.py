"""The pages of an import: send a file, look at what it would do, apply it."""

from __future__ import annotations

from pathlib import Path, PurePath

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.imports.applying import service
from app.imports.blueprint import blueprint
from app.imports.looking.forms import Typed, UploadForm, choices_of
from app.imports.looking.pages import done_page, preview_page
from app.imports.looking.trial import done_counts, sentence
from app.imports.past import queries as past
from app.imports.past import routes as past_routes  # noqa: F401 - it adds its routes
from app.imports.past.pages import past_page
from app.imports.preparing import Prepared, prepare
from app.imports.reading.cleaning import clean
from app.imports.reading.files import read
from app.imports.reading.sheets import ImportRefused
from app.imports.runs import uploads
from app.imports.runs.uploads import Upload
from app.numbers import page_of
from app.storing import status_of

Answer = str | Response | tuple[str, int]


@blueprint.route("/imports", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def upload() -> Answer:
    """Send a file, which is kept for a day and does nothing else; below, what was imported."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            kept = _kept(form)
        except ImportRefused as refused:
            form.file.errors = (sentence(refused),)
        else:
            return redirect(
                url_for("imports.preview", token=kept.token, kind=form.kind.data or None), 303
            )
    page = past_page(*past.batches(page_of(request.args)), clock.now())
    return render_template("imports/upload.html", form=form, past=page), status_of(form)


@blueprint.get("/imports/<token>")
@open_to(Audience.MANAGER)
def preview(token: str) -> Answer:
    """What the file holds and what importing it would do; afterwards, what it did."""
    found = _found(token)
    if found.done is not None:
        return render_template("imports/done.html", page=done_page(found))
    return _preview(found, request.args, _looked_at(found, request.args))


@blueprint.post("/imports/<token>")
@open_to(Audience.MANAGER)
def apply(token: str) -> Answer:
    """Do what the dry run said, all of it or nothing."""
    found = _found(token)
    if found.done is None:
        made = _looked_at(found, request.form)
        try:
            done = _applied(made)
        except Refusal as refusal:
            db.session.rollback()
            return _preview(found, request.form, made, str(refusal)), refusal.status
        db.session.commit()
        uploads.finish(_folder(), found, done)
    return redirect(url_for("imports.preview", token=token), 303)


def _folder() -> Path:
    return Path(current_app.config["SETTINGS"].data) / "imports"


def _found(token: str) -> Upload:
    return uploads.waiting(_folder(), token, current_user.id, at=clock.now()) or abort(404)


def _kept(form: UploadForm) -> Upload:
    """Keeps the file, if a choice on the next page can still mend what is wrong with it."""
    sent = form.file.data
    name = clean(PurePath((sent.filename or "").replace("\\", "/")).name)[:120] or "?"
    content = sent.read()
    try:
        read(content, name)
    except ImportRefused as refused:
        if refused.where == "file":
            raise
    return uploads.keep(_folder(), content, name, current_user.id, at=clock.now())


def _looked_at(found: Upload, typed: Typed) -> Prepared:
    try:
        choices = choices_of(typed)
    except ImportRefused as refused:
        return Prepared(refused=refused)
    return prepare(uploads.content(_folder(), found), found.name, choices)


def _preview(found: Upload, typed: Typed, made: Prepared, problem: str | None = None) -> str:
    page = preview_page(found, typed, made)
    return render_template("imports/preview.html", page=page, problem=problem)


def _applied(made: Prepared) -> dict[str, int]:
    if made.plan is None or made.origin is None:
        raise Refusal(_("This list can't be imported as it is. Mend what is marked."), status=422)
    if made.plan.fingerprint != request.form.get("fingerprint"):
        raise Refusal(_("Something has changed since you looked. Look again, then apply."))
    timezone = current_app.config["SETTINGS"].default_timezone
    batch = service.apply(made.plan, made.origin, current_user, at=clock.now(), timezone=timezone)
    return done_counts(made.plan) | {"batch": batch.id}
