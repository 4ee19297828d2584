"""The pages of vendors and spares."""

from flask import render_template, request, url_for

from app.access import Audience, open_to
from app.equipment.beside import listing
from app.equipment.blueprint import blueprint
from app.numbers import page_of
from app.paging import pages


@blueprint.get("/equipment/vendors")
@open_to(Audience.TECHNICIAN)
def vendors() -> str:
    """Who sells, guarantees and mends, and how to reach them."""
    words = listing.wanted_words(request.args)
    part, found = listing.vendors(words, page_of(request.args))
    shown = pages(part, lambda page: url_for("equipment.vendors", q=words or None, page=page))
    return render_template("equipment/vendors.html", vendors=found, words=words, pages=shown)


@blueprint.get("/equipment/spares")
@open_to(Audience.TECHNICIAN)
def spares() -> str:
    """What is kept or ordered to mend with."""
    words = listing.wanted_words(request.args)
    part, found = listing.spares(words, page_of(request.args))
    shown = pages(part, lambda page: url_for("equipment.spares", q=words or None, page=page))
    return render_template("equipment/spares.html", spares=found, words=words, pages=shown)
