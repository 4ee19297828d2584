"""Pages about stocks; those about printers and the house style stand beside it."""

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.numbers import number_of, page_of
from app.paper import drawing as drawings
from app.paper import house_routes, looks, pages, queries, service  # noqa: F401 - adds its routes
from app.paper.blueprint import blueprint
from app.paper.forms import StockForm, stock_form
from app.paper.models import OwnStock
from app.paper.stocks import own_of, stock_of
from app.storing import status_of, stored
from tags import Stock

Answer = str | Response | tuple[str, int]


def _found(stock_id: str) -> Stock:
    try:
        return stock_of(stock_id)
    except Refusal:
        abort(404)


def _own(stock_id: str) -> OwnStock:
    return own_of(stock_id) or abort(404)


def _form_page(form: StockForm, own: OwnStock | None) -> tuple[str, int]:
    drawing = drawings.of_what_is_typed(form.sheet, form.mistaken)
    page = render_template("paper/stock_form.html", form=form, own=own, drawing=drawing)
    return page, status_of(form)


@blueprint.get("/sheets/stocks")
@open_to(Audience.MANAGER)
def stocks() -> str:
    """The stocks that can be printed on, searched by maker, number, twin or size."""
    words, kind = request.args.get("q", "").strip()[:100], request.args.get("kind", "")
    page = pages.stocks_page(words, kind, page_of(request.args))
    return render_template("paper/stocks.html", page=page, retired=queries.retired_stocks())


@blueprint.get("/sheets/stocks/<stock_id>")
@open_to(Audience.MANAGER)
def stock(stock_id: str) -> str:
    """One stock: its numbers, where they are from, and a drawing."""
    page, own = pages.stock_page(_found(stock_id)), own_of(stock_id)
    return render_template("paper/stock.html", page=page, own=own, printers=queries.printers())


@blueprint.get("/sheets/stocks/<stock_id>/test.pdf")
@open_to(Audience.MANAGER)
def test_sheet(stock_id: str) -> Response:
    """Cut marks to be printed on plain paper and held against a sheet of the stock."""
    printer = queries.printer(number_of(request.args, "printer") or 0)
    out = BytesIO()
    looks.test_sheet(_found(stock_id), printer, out)
    out.seek(0)
    name = _("test-sheet-%(stock)s.pdf", stock=stock_id)
    return send_file(out, "application/pdf", as_attachment=True, download_name=name)


@blueprint.get("/sheets/stocks/drawing")
@open_to(Audience.MANAGER)
def drawing() -> str:
    """The drawing of a sheet that is being typed, or why there can be none; part of a page."""
    form = StockForm(request.args, meta={"csrf": False})
    if form.begun:
        form.drawn()
    drawing = drawings.of_what_is_typed(form.sheet, form.mistaken)
    return render_template("paper/drawing.html", form=form, drawing=drawing)


@blueprint.route("/sheets/stocks/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_stock() -> Answer:
    """Add a stock of the house's own; from the numbers of another one, where `like` names it."""
    like = request.args.get("like", "")
    form = stock_form(_found(like) if like else None)

    def act() -> None:
        service.add_stock(form.name.data, form.layout(), at=clock.now())

    if form.is_only_drawn() or not stored(form, act):
        return _form_page(form, None)
    flash(_("%(name)s is added.", name=form.name.data), "success")
    return redirect(url_for("paper.stocks", q=form.name.data), 303)


@blueprint.route("/sheets/stocks/<stock_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_stock(stock_id: str) -> Answer:
    """Change a stock of the house's own."""
    form = stock_form(_own(stock_id))

    def act() -> None:
        service.change_stock(_own(stock_id), form.name.data, form.layout())

    if form.is_only_drawn() or not stored(form, act):
        return _form_page(form, _own(stock_id))
    flash(
        _("The stock is changed. Sheets are printed with its new numbers from now on."), "success"
    )
    return redirect(url_for("paper.stock", stock_id=stock_id), 303)


@blueprint.post("/sheets/stocks/<stock_id>/retire")
@open_to(Audience.MANAGER)
def retire_stock(stock_id: str) -> Response:
    """Offer a stock of the house's own no longer."""
    own = _own(stock_id)
    service.retire(own, at=clock.now())
    db.session.commit()
    flash(_("%(name)s is no longer offered.", name=own.name), "success")
    return redirect(url_for("paper.stock", stock_id=stock_id), 303)


@blueprint.post("/sheets/stocks/<stock_id>/bring-back")
@open_to(Audience.MANAGER)
def bring_back_stock(stock_id: str) -> Response:
    """Offer a stock of the house's own again."""
    own = _own(stock_id)
    service.bring_back(own)
    db.session.commit()
    flash(_("%(name)s is offered again.", name=own.name), "success")
    return redirect(url_for("paper.stock", stock_id=stock_id), 303)
