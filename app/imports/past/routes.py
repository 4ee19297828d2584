"""The pages of past imports: what one did, and taking it back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.imports.blueprint import blueprint
from app.imports.jobs import place
from app.imports.models import ImportBatch, ImportState
from app.imports.past import queries, undoing
from app.imports.past.pages import batch_page
from app.imports.past.queries import Which, wanted_changes
from app.imports.past.undo_pages import undo_page, undone_words
from app.imports.runs import uploads
from app.numbers import page_of

Answer = str | Response | tuple[str, int]


def _found(batch_id: int) -> ImportBatch:
    return queries.batch(batch_id) or abort(404)


@blueprint.get("/imports/batches/<int:batch_id>")
@open_to(Audience.ORGANISATION)
def batch(batch_id: int) -> str:
    """What an import did, row by row."""
    page = batch_page(_found(batch_id), wanted_changes(request.args), page_of(request.args))
    has_file = uploads.file_of_batch(place().folder, batch_id) is not None
    return render_template("imports/batch.html", page=page, has_file=has_file)


@blueprint.get("/imports/batches/<int:batch_id>/undo")
@open_to(Audience.ORGANISATION)
def undo(batch_id: int) -> Answer:
    """What taking an import back would do; nothing is done."""
    found = _found(batch_id)
    if found.state is ImportState.UNDONE:
        return redirect(url_for("imports.batch", batch_id=batch_id))
    return _look(found)


@blueprint.post("/imports/batches/<int:batch_id>/take-back")
@open_to(Audience.ORGANISATION)
def take_back(batch_id: int) -> Answer:
    """Take an import back, as it was looked at."""
    found, seen = _found(batch_id), request.form.get("fingerprint", "")
    try:
        foreseen = undoing.undo(found, current_user, at=clock.now(), as_seen=seen)
    except Refusal as refusal:
        db.session.rollback()
        if found.state is ImportState.UNDONE:
            raise
        return _look(found, str(refusal)), refusal.status
    db.session.commit()
    flash(undone_words(foreseen), "success")
    which = Which.LEFT if foreseen.left else None
    return redirect(url_for("imports.batch", batch_id=batch_id, which=which), 303)


def _look(found: ImportBatch, problem: str | None = None) -> str:
    foreseen, shown = undoing.foresee(found), request.args.get("show", "")
    page = undo_page(found, foreseen, shown, page_of(request.args))
    return render_template("imports/undo.html", page=page, problem=problem)
