"""Asking for tags: for what, in which look, on which paper; a picture of it; the order."""

from collections.abc import Sequence

from flask import Response, current_app, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_security import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Redirect

from app import clock
from app.access import Audience, open_to
from app.batches.models import Batch, Kind
from app.equipment import queries as equipment
from app.errors import Refusal
from app.extensions import db
from app.paper import queries as paper
from app.places import queries as places
from app.settings import Settings
from app.sheets.addresses import complaint
from app.sheets.asking import forms, queries
from app.sheets.asking.changes import nothing, refuse_what_changed
from app.sheets.asking.forms import Wish
from app.sheets.asking.pages import Estate, Standing, order_page
from app.sheets.asking.settling import Settled, settle
from app.sheets.blueprint import blueprint
from app.sheets.making import work
from app.sheets.making.wishes import Of, Wished
from app.sheets.orders.routes import begin
from app.sheets.records import routes as records  # noqa: F401 - it adds its route
from tags import Undrawable, says, undrawable

SOME_ADDRESS = "https://rooms.example.edu"
"""On pictures only, where no public address is set yet."""
PICTURE_WIDTHS = {"small": 480, "large": 900}


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _shown_address() -> str:
    return _settings().public_url or SOME_ADDRESS


def _address(wish: Wish) -> str:
    """What the codes will say; refused where that may not stand on a wall."""
    settings = _settings()
    wrong = complaint(settings.public_url)
    if wrong is None:
        return settings.public_url
    if wish.trial and (settings.public_url or settings.trial_url):
        return settings.public_url or settings.trial_url
    raise Refusal(wrong, field="trial", status=422)


def _settled(wish: Wish) -> Settled:
    return settle(wish, current_user.id, len(_shown_address()) + len("/T/") + len(work.SPECIMEN))


def _count(wish: Wish) -> int:
    return wish.count_blank if wish.choice.of is Of.BLANK else queries.counted(wish.choice)


def _wished(wish: Wish, settled: Settled, address: str, most: int = queries.MOST + 1) -> Wished:
    blank = wish.choice.of is Of.BLANK
    return Wished(
        of=wish.choice.of,
        ids=() if blank else queries.ids(wish.choice, most),
        count=wish.count_blank if blank else 0,
        stock=settled.stock,
        design=settled.design,
        kind=settled.kind,
        printer=settled.printer,
        used=settled.used,
        address=address,
        trial=complaint(_settings().public_url) is not None,
        locale=str(get_locale()),
    )


def _page(values: MultiDict[str, str], refusal: Refusal | None = None) -> str:
    wish = forms.read(values)
    try:
        count = _count(wish)
    except Refusal as wrong:
        count, refusal = 0, refusal or (wrong if wish.blanks else None)
    settled = _settled(wish)
    standing = Standing(
        count,
        queries.gone(wish.choice),
        clock.now(),
        complaint(_settings().public_url),
        _lacking(wish, settled) if count else (),
        "" if count else nothing(wish.choice),
    )
    page = order_page(wish, settled, standing, _estate(), refusal)
    return render_template("sheets/order.html", page=page)


def _lacking(wish: Wish, settled: Settled) -> Sequence[Undrawable]:
    """Names that no installed font draws, where they are printed at all."""
    draws = settled.kind is not Kind.CSV and "title" in says(settled.design, settled.stock)
    return undrawable(queries.names(wish.choice)) if draws else ()


def _estate() -> Estate:
    return Estate(
        [(each.id, each.name, each.site.name) for each in places.buildings()],
        [(each.id, each.title) for each in equipment.types()],
        paper.printers(),
        paper.house(),
    )


@blueprint.get("/sheets")
@open_to(Audience.MANAGER)
def order() -> str:
    """The order: for what, in which look, on which paper; with a picture of the first sheet."""
    return _page(request.args)


@blueprint.get("/sheets/picture.png")
@open_to(Audience.MANAGER)
def picture() -> Response:
    """A picture of the first sheet; a refused order is a page in words instead."""
    wish = forms.read(request.args)
    settled = _settled(wish)
    settled.refuse()
    wished = _wished(wish, settled, _shown_address(), settled.stock.per_sheet)
    width = PICTURE_WIDTHS.get(request.args.get("size", ""), PICTURE_WIDTHS["large"])
    return Response(work.pictured(wished, width, at=clock.now()), mimetype="image/png")


def _ordered(wish: Wish) -> Batch:
    """The order, waiting to be printed; refused where it is not as the page showed it."""
    settled = _settled(wish)
    settled.refuse()
    refuse_what_changed(wish, settled, _count(wish))
    return work.order(_wished(wish, settled, _address(wish)), current_user, at=clock.now())


@blueprint.post("/sheets")
@open_to(Audience.MANAGER)
def print_() -> Redirect | tuple[str, int]:
    """Give the order; a small one is printed at once, a large one by the worker."""
    try:
        batch = _ordered(forms.read(request.form))
    except Refusal as refusal:
        db.session.rollback()
        return _page(request.form, refusal), refusal.status
    db.session.commit()
    begin(batch)
    return redirect(url_for("sheets.batch", batch_id=batch.id), 303)
