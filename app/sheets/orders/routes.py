"""The orders of tags: all of them, one with its tags, its file, another try."""

from typing import Any

from flask import abort, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from app import clock, jobs
from app.access import Audience, open_to
from app.batches import queries, service
from app.batches.models import Batch, BatchState, Kind
from app.errors import error_page
from app.extensions import db
from app.numbers import page_of
from app.paging import PAGE_SIZE
from app.sheets.blueprint import blueprint
from app.sheets.jobs import AT_ONCE, KEPT, print_order
from app.sheets.making.work import file_of
from app.sheets.orders.pages import MEDIA_TYPES, Told, batch_page, batches_page, file_name
from app.sheets.orders.queries import buildings, contents


def begin(batch: Batch) -> None:
    """Print an order that was given: a small one at once, a large one by the worker."""
    if batch.count <= AT_ONCE:
        print_order(batch.id)
    else:
        jobs.wake()


def _found(batch_id: int) -> Batch:
    return queries.batch(batch_id) or abort(404)


@blueprint.get("/sheets/batches")
@open_to(Audience.MANAGER)
def batches() -> str:
    """All orders, the newest first: who printed which batch when."""
    part, found = queries.batches(page_of(request.args))
    page = batches_page(part, found, contents([each.id for each in found]), clock.now())
    return render_template("sheets/batches.html", page=page)


@blueprint.get("/sheets/batches/<int:batch_id>")
@open_to(Audience.MANAGER)
def batch(batch_id: int) -> str:
    """One order: how far it is, its file, its tags."""
    found, number = _found(batch_id), page_of(request.args)
    number = min(number, -(-found.count // PAGE_SIZE) or 1)
    lines = queries.lines(batch_id, (number - 1) * PAGE_SIZE, PAGE_SIZE)
    before = buildings(batch_id, number * PAGE_SIZE) if found.kind is Kind.ZIP else ()
    told = Told(contents([batch_id])[batch_id], lines, before)
    page = batch_page(found, told, number, clock.now(), has_file=file_of(found).exists())
    return render_template("sheets/batch.html", page=page)


@blueprint.get("/sheets/batches/<int:batch_id>/file")
@open_to(Audience.MANAGER)
def file(batch_id: int) -> Any:
    """The file of an order."""
    found = _found(batch_id)
    path = file_of(found)
    if found.state is not BatchState.READY or not path.exists():
        days = ngettext("%(num)d day", "%(num)d days", KEPT.days)
        return error_page(404, _("Files are kept for %(days)s. Print this one again.", days=days))
    return send_file(
        path.resolve(),
        MEDIA_TYPES[found.kind],
        as_attachment=True,
        download_name=file_name(found),
    )


@blueprint.post("/sheets/batches/<int:batch_id>/again")
@open_to(Audience.MANAGER)
def again(batch_id: int) -> Answer:
    """Try an order once more that could not be printed."""
    found = _found(batch_id)
    service.try_again(found)
    db.session.commit()
    begin(found)
    return redirect(url_for("sheets.batch", batch_id=batch_id), 303)
