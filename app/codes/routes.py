"""The page of all tags, and what is done to many of them together."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import service
from app.codes.listing import Which, doomed, wanted_tags
from app.codes.pages import tags_page, voiding
from app.extensions import db
from app.numbers import page_of

blueprint = Blueprint("codes", __name__)


@blueprint.get("/tags")
@open_to(Audience.MANAGER)
def listing() -> str:
    """All tags: what waits to be hung, printed again or looked for."""
    public_url = current_app.config["SETTINGS"].public_url
    page = tags_page(wanted_tags(request.args), page_of(request.args), public_url, clock.now())
    ticked = request.args.get("ticked") == "page"
    return render_template("codes/listing.html", page=page, ticked=ticked)


@blueprint.get("/tags/void")
@open_to(Audience.MANAGER)
def ask_void() -> str | Response:
    """Whether the ticked tags, or a roll of blank ones, should be void."""
    found = doomed(request.args)
    if not found.ids:
        flash(_("Tick the tags first."), "problem")
        return redirect(url_for("codes.listing"), 303)
    return render_template("codes/void.html", page=voiding(found, request.args))


@blueprint.post("/tags/void")
@open_to(Audience.MANAGER)
def void() -> Response:
    """Make them answer like tags that never were."""
    found = doomed(request.form, to_change=True)
    service.void_all(found.ids, at=clock.now())
    db.session.commit()
    flash(ngettext("%(num)d tag is void.", "%(num)d tags are void.", len(found.ids)), "success")
    return redirect(url_for("codes.listing", which=Which.VOID.value), 303)
