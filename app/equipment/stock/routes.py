"""The pages of stocks: what each site has of its spares, what is to be ordered."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.equipment.beside import listing
from app.equipment.blueprint import blueprint
from app.equipment.models import Spare, SpareStock
from app.equipment.stock import queries, service
from app.equipment.stock.forms import COUNTED, TAKE, KeepForm, MoveForm, NewStockForm, keep_form
from app.equipment.stock.pages import shown, stock_page, stocks_page
from app.equipment.stock.service import Act
from app.errors import Refusal
from app.extensions import db
from app.numbers import page_of
from app.places import queries as places
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _stock(stock_id: int) -> SpareStock:
    return queries.stock(stock_id) or abort(404)


def _spare(spare_id: int) -> Spare:
    return listing.spare(spare_id) or abort(404)


@blueprint.get("/equipment/stock")
@open_to(Audience.STAFF)
def stocks() -> str:
    """What each site has of its spares; or only what there is too little of."""
    wanted = queries.wanted_stocks(request.args)
    page = stocks_page(wanted, page_of(request.args), clock.now())
    return render_template("equipment/stocks.html", page=page)


@blueprint.get("/equipment/spares/<int:spare_id>")
@open_to(Audience.STAFF)
def spare(spare_id: int) -> str:
    """One spare, and what each site has of it."""
    found, now = _spare(spare_id), clock.now()
    kept = [shown(each, now) for each in queries.stocks_of(spare_id)]
    return render_template("equipment/spare.html", spare=found, stocks=kept)


@blueprint.route("/equipment/spares/<int:spare_id>/keep", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def keep_spare(spare_id: int) -> Answer:
    """Keep a spare at a site."""
    kept, form = _spare(spare_id), NewStockForm().offer_sites(places.sites())
    made: list[SpareStock] = []

    def act() -> None:
        site = places.site(int(form.site.data)) or abort(404)
        place, minimum = form.place.data or "", form.minimum.data
        made.append(service.keep(kept, site, place=place, minimum=minimum))

    if not stored(form, act):
        page = render_template("equipment/stock_new.html", spare=_spare(spare_id), form=form)
        return page, status_of(form)
    flash(_("It is kept now. Put in what lies there."), "success")
    return redirect(url_for("equipment.stock", kept_id=made[0].id), 303)


def _page(stock_id: int, **forms: KeepForm | MoveForm) -> tuple[str, int]:
    found = _stock(stock_id)
    given = {"move": MoveForm(formdata=None), "kept": KeepForm(formdata=None, obj=found)} | forms
    page = stock_page(found, queries.moves_of(stock_id), clock.now())
    status = max(status_of(each) for each in given.values())
    return render_template("equipment/stock.html", page=page, **given), status


@blueprint.get("/equipment/stock/<int:kept_id>")
@open_to(Audience.STAFF)
def stock(kept_id: int) -> Answer:
    """What a site has of a spare, and how it came to that."""
    return _page(kept_id)


@blueprint.post("/equipment/stock/<int:kept_id>/move")
@open_to(Audience.TECHNICIAN)
def move_stock(kept_id: int) -> Answer:
    """Take out, put in, or say what was counted."""
    _stock(kept_id)
    form = MoveForm()
    if not stored(form, lambda: _move(_stock(kept_id), form)):
        return _page(kept_id, move=form)
    flash(_("Written down."), "success")
    return redirect(url_for("equipment.stock", kept_id=kept_id), 303)


def _move(found: SpareStock, form: MoveForm) -> None:
    act = Act(current_user, clock.now(), form.key.data, form.note.data or "")
    number: int = form.number.data
    if form.kind.data == COUNTED:
        service.correct(found, number, act)
        return
    if number == 0:
        raise Refusal(_("Enter how many."), field="number")
    move = service.take_out if form.kind.data == TAKE else service.put_in
    move(found, number, act)


@blueprint.post("/equipment/stock/<int:kept_id>/change")
@open_to(Audience.MANAGER)
def change_stock(kept_id: int) -> Answer:
    """Where it lies, and how many there should be."""
    form = keep_form(_stock(kept_id))

    def act() -> None:
        place, minimum = form.place.data or "", form.minimum.data
        service.change(_stock(kept_id), place=place, minimum=minimum)

    if not stored(form, act):
        return _page(kept_id, kept=form)
    flash(_("Saved."), "success")
    return redirect(url_for("equipment.stock", kept_id=kept_id), 303)


@blueprint.post("/equipment/stock/<int:kept_id>/order")
@open_to(Audience.TECHNICIAN)
def order_stock(kept_id: int) -> Response:
    """Say that more is ordered."""
    service.order(_stock(kept_id), at=clock.now())
    db.session.commit()
    flash(_("Marked as ordered. Put in what comes, and the mark goes."), "success")
    return redirect(url_for("equipment.stock", kept_id=kept_id), 303)


@blueprint.post("/equipment/stock/<int:kept_id>/not-ordered")
@open_to(Audience.TECHNICIAN)
def unorder_stock(kept_id: int) -> Response:
    """Say that nothing is on its way."""
    service.not_ordered(_stock(kept_id))
    db.session.commit()
    flash(_("It is no longer marked as ordered."), "success")
    return redirect(url_for("equipment.stock", kept_id=kept_id), 303)
