"""Asking for tags: choose rooms, stock and design, look at a picture, print."""

from io import BytesIO

from flask import Blueprint, Response, current_app, render_template, request, send_file
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.places import queries as places
from app.settings import Settings
from app.sheets import forms, queries, service
from app.sheets.addresses import complaint
from app.sheets.forms import Wish
from app.sheets.pages import order_page
from app.sheets.service import Order

blueprint = Blueprint("sheets", __name__)

SOME_ADDRESS = "https://rooms.example.edu"
"""On pictures only, where no public address is set yet."""
PICTURE_WIDTHS = {"small": 480, "large": 900}


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _address(wish: Wish) -> str:
    """What the codes will say; refused where that may not stand on a wall."""
    settings = _settings()
    wrong = complaint(settings.public_url)
    if wrong is None:
        return settings.public_url
    if wish.trial and (settings.public_url or settings.trial_url):
        return settings.public_url or settings.trial_url
    raise Refusal(wrong, field="trial", status=422)


def _order(wish: Wish, address: str, most: int = queries.MOST) -> Order:
    stock, design = wish.paper
    return Order(
        rooms=queries.chosen(wish.choice, most),
        stock=stock,
        design=design,
        skip=wish.skip,
        address=address,
        trial=complaint(_settings().public_url) is not None,
        organisation=_settings().organisation,
    )


def _refuse_too_many(wish: Wish) -> None:
    if queries.counted(wish.choice) > queries.MOST:
        raise Refusal(
            _(
                "At most %(most)d tags are printed at once. Go building by building.",
                most=queries.MOST,
            ),
            status=422,
        )


def _page(values: MultiDict[str, str], refusal: Refusal | None = None) -> str:
    wish = forms.read(values)
    page = order_page(
        wish,
        places.buildings(),
        queries.counted(wish.choice),
        refusal,
        complaint(_settings().public_url),
    )
    return render_template("sheets/order.html", page=page)


@blueprint.get("/sheets")
@open_to(Audience.MANAGER)
def order() -> str:
    """The order: which rooms, on what, from which label on; with a picture of the first sheet."""
    return _page(request.args)


@blueprint.get("/sheets/picture.png")
@open_to(Audience.MANAGER)
def picture() -> Response:
    """A picture of the first sheet; a refused order is a page in words instead."""
    wish = forms.read(request.args)
    asked = _order(wish, _settings().public_url or SOME_ADDRESS, service.SHOWN)
    width = PICTURE_WIDTHS.get(request.args.get("size", ""), PICTURE_WIDTHS["large"])
    png = service.pictured(asked, queries.live_tags(asked.rooms), width)
    return Response(png, mimetype="image/png")


@blueprint.post("/sheets")
@open_to(Audience.MANAGER)
def print_() -> Response | tuple[str, int]:
    """The PDF of an order; its codes count as printed from now on."""
    wish, out = forms.read(request.form), BytesIO()
    try:
        _refuse_too_many(wish)
        service.printed(_order(wish, _address(wish)), out, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        return _page(request.form, refusal), refusal.status
    db.session.commit()
    out.seek(0)
    name = _("tags-%(date)s.pdf", date=clock.now().date().isoformat())
    return send_file(out, "application/pdf", as_attachment=True, download_name=name)
