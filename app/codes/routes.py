"""The page of all tags."""

from flask import Blueprint, current_app, render_template, request

from app import clock
from app.access import Audience, open_to
from app.codes.listing import wanted_tags
from app.codes.pages import tags_page
from app.numbers import page_of

blueprint = Blueprint("codes", __name__)


@blueprint.get("/tags")
@open_to(Audience.MANAGER)
def listing() -> str:
    """All tags: what waits to be hung, printed again or looked for."""
    public_url = current_app.config["SETTINGS"].public_url
    page = tags_page(wanted_tags(request.args), page_of(request.args), public_url, clock.now())
    return render_template("codes/listing.html", page=page)
