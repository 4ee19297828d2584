"""The pages of an import: send a file, look at what it would do, apply it."""

from __future__ import annotations

import gzip
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, cast

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to, writes_no_row
from app.errors import Refusal
from app.imports.blueprint import blueprint
from app.imports.deciding import routes as deciding_routes  # noqa: F401 - it adds its routes
from app.imports.jobs import place, take_up
from app.imports.looking.forms import UploadForm, said
from app.imports.looking.pages import done_page, look_page, sent_rows, working_page
from app.imports.looking.sample import sample_of
from app.imports.looking.trial import sentence
from app.imports.past import queries as past
from app.imports.past import routes as past_routes  # noqa: F401 - it adds its routes
from app.imports.past.pages import past_page
from app.imports.reading.cleaning import clean
from app.imports.runs import telling, uploads
from app.imports.runs.found.lines_file import ENDINGS, write_lines
from app.imports.runs.found.tried import Tried
from app.imports.runs.stages import Run, Stage
from app.numbers import page_of
from app.storing import status_of

Answer = str | Response | tuple[str, int]


@blueprint.route("/imports", methods=["GET", "POST"])
@open_to(Audience.ORGANISATION)
def upload() -> Answer:
    """Send a file, which is kept for a day and does nothing else; below, what was imported."""
    form = UploadForm()
    if form.validate_on_submit():
        run = take_up(_kept(form))
        found = uploads.findings(place().folder, run)
        if not (found and found.refused and found.refused.where == "file"):
            return _to(run)
        uploads.drop(place().folder, run)
        form.file.errors = (sentence(found.refused),)
    page = past_page(*past.batches(page_of(request.args)), clock.now())
    sent = sent_rows(uploads.sent_by(place().folder, current_user.id, at=clock.now()))
    page_of_all = render_template("imports/upload.html", form=form, past=page, sent=sent)
    return page_of_all, status_of(form)


@blueprint.get("/imports/<token>")
@open_to(Audience.ORGANISATION)
def preview(token: str) -> Answer:
    """What the file holds and what importing it would do; how far it is; what it did."""
    return _shown(_found(token))


@blueprint.post("/imports/<token>/choices")
@open_to(Audience.ORGANISATION)
def choose(token: str) -> Answer:
    """Keep what was chosen, and look at the file again."""
    run = telling.choose(place().folder, _found(token), said(request.form))
    return _to(take_up(run))


@blueprint.post("/imports/<token>")
@open_to(Audience.ORGANISATION)
def apply(token: str) -> Answer:
    """Do what the dry run said, all of it or nothing."""
    run = _found(token)
    try:
        run = telling.apply(place().folder, run, request.form.get("fingerprint", ""))
    except Refusal as refusal:
        return _shown(run, str(refusal)), refusal.status
    return _to(take_up(run))


@blueprint.post("/imports/<token>/stop")
@open_to(Audience.ORGANISATION)
@writes_no_row
def stop(token: str) -> Answer:
    """End the work on a file; nothing of it is stored then."""
    run = telling.stop(place().folder, _found(token))
    if run.stage is Stage.DONE:
        flash(_("It was too late to stop: the list is stored. You can take it back."), "error")
    return _to(run)


@blueprint.get("/imports/<token>/sample")
@open_to(Audience.ORGANISATION)
def sample(token: str) -> Answer:
    """What would become of the first rows, with what is chosen just now; nothing is kept."""
    run = _found(token)
    found = uploads.findings(place().folder, run) or abort(404)
    return render_template("imports/_sample.html", sample=sample_of(found, said(request.args)))


@blueprint.get("/imports/<token>/lines.<ending>")
@open_to(Audience.ORGANISATION)
def lines_file(token: str, ending: str) -> Answer:
    """All lines of the dry run as a file, or those of an outcome."""
    run = _found(token)
    tried = uploads.tried(place().folder, run)
    if tried is None or ending not in ENDINGS:
        abort(404)
    file = _lines(tried, ending)
    name = f"{PurePath(run.name).stem}-lines.{ending}"
    return send_file(file, ENDINGS[ending], as_attachment=True, download_name=name)


@blueprint.get("/imports/batches/<int:batch_id>/file")
@open_to(Audience.ORGANISATION)
def batch_file(batch_id: int) -> Answer:
    """The file that an import came from, as it was sent."""
    batch = past.batch(batch_id) or abort(404)
    packed = uploads.file_of_batch(place().folder, batch_id) or abort(404)
    file = cast("IO[bytes]", gzip.open(packed))  # noqa: SIM115 - closed when it is sent
    kind = "application/octet-stream"
    return send_file(file, kind, as_attachment=True, download_name=batch.file_name)


def _lines(tried: Tried, ending: str) -> IO[bytes]:
    """The file, made whole before it is sent."""
    file = TemporaryFile()  # noqa: SIM115 - closed once it is sent
    try:
        write_lines(tried, file, ending, outcome=request.args.get("show", ""))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _found(token: str) -> Run:
    return uploads.sent(place().folder, token, current_user.id, at=clock.now()) or abort(404)


def _kept(form: UploadForm) -> Run:
    sent = form.file.data
    name = clean(PurePath((sent.filename or "").replace("\\", "/")).name)[:120] or "?"
    chosen = {"language": str(get_locale()), "typed": said(request.form)}
    at = place()
    return uploads.keep(at.folder, sent.read(), name, current_user.id, at=at.now, **chosen)


def _shown(run: Run, problem: str | None = None) -> str:
    folder = place().folder
    if run.is_waiting:
        waits = clock.now() - uploads.changed_at(folder, run)
        working = working_page(run, telling.progress(folder, run), waits)
        return render_template("imports/working.html", page=working)
    if run.stage is Stage.DONE:
        return render_template(
            "imports/done.html", page=done_page(run, uploads.findings(folder, run))
        )
    tried = uploads.tried(folder, run) if run.stage is Stage.LOOKED else None
    page = look_page(run, uploads.findings(folder, run), tried, request.args)
    return render_template("imports/look.html", page=page, problem=problem or page.problem)


def _to(run: Run) -> Response:
    return redirect(url_for("imports.preview", token=run.token), 303)
