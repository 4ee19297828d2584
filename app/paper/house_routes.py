"""Pages about the house's printers and its style."""

from io import BytesIO

from flask import Response as Raw
from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.paper import looks, pages, queries, service
from app.paper.blueprint import blueprint
from app.paper.house_forms import (
    CorrectionForm,
    MeasureForm,
    PrinterForm,
    StyleForm,
    correction_form,
    style_form,
)
from app.paper.models import Printer
from app.photos import service as photos
from app.photos.models import Photo
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _found(printer_id: int) -> Printer:
    return queries.printer(printer_id) or abort(404)


@blueprint.get("/sheets/printers")
@open_to(Audience.MANAGER)
def printers() -> str:
    """The printers, and how far off each prints."""
    rows = [(each, pages.state_of(each)) for each in queries.printers()]
    return render_template("paper/printers.html", printers=rows, retired=queries.retired_printers())


@blueprint.route("/sheets/printers/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_printer() -> Answer:
    """Add a printer, then measure it."""
    form, made = PrinterForm(), []

    def act() -> None:
        made.append(service.add_printer(form.name.data))

    if not stored(form, act):
        return render_template("paper/printer_new.html", form=form), status_of(form)
    flash(_("%(name)s is added. Now measure it.", name=made[0].name), "success")
    return redirect(url_for("paper.measure", printer_id=made[0].id), 303)


@blueprint.route("/sheets/printers/<int:printer_id>", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def printer(printer_id: int) -> Answer:
    """One printer: how far off it prints; its name can be changed."""
    form = PrinterForm(name=_found(printer_id).name)

    def act() -> None:
        service.rename_printer(_found(printer_id), form.name.data)

    if not stored(form, act):
        found = _found(printer_id)
        page = render_template(
            "paper/printer.html", printer=found, state=pages.state_of(found), form=form
        )
        return page, status_of(form)
    flash(_("The printer is changed."), "success")
    return redirect(url_for("paper.printer", printer_id=printer_id), 303)


@blueprint.route("/sheets/printers/<int:printer_id>/measure", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def measure(printer_id: int) -> Answer:
    """Print a calibration sheet, and type what the ruler shows on it."""
    form = MeasureForm()

    def act() -> None:
        service.measure(_found(printer_id), form.readings(), at=clock.now())

    if not stored(form, act):
        page = render_template("paper/measure.html", printer=_found(printer_id), form=form)
        return page, status_of(form)
    flash(pages.state_of(_found(printer_id)), "success")
    return redirect(url_for("paper.printer", printer_id=printer_id), 303)


@blueprint.get("/sheets/printers/calibration.pdf")
@open_to(Audience.MANAGER)
def calibration() -> Response:
    """The sheet that a printer is measured by."""
    out = BytesIO()
    looks.calibration_sheet(request.args.get("page", ""), out)
    out.seek(0)
    name = _("calibration-sheet.pdf")
    return send_file(out, "application/pdf", as_attachment=True, download_name=name)


@blueprint.route("/sheets/printers/<int:printer_id>/correct", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def correct(printer_id: int) -> Answer:
    """Type the corrections themselves."""
    form: CorrectionForm = correction_form(_found(printer_id))

    def act() -> None:
        service.correct(_found(printer_id), form.profile(), at=clock.now())

    if not stored(form, act):
        page = render_template("paper/correct.html", printer=_found(printer_id), form=form)
        return page, status_of(form)
    flash(pages.state_of(_found(printer_id)), "success")
    return redirect(url_for("paper.printer", printer_id=printer_id), 303)


@blueprint.post("/sheets/printers/<int:printer_id>/straighten")
@open_to(Audience.MANAGER)
def straighten(printer_id: int) -> Response:
    """Take back every correction."""
    service.straighten(_found(printer_id))
    db.session.commit()
    flash(_("Nothing is corrected any more."), "success")
    return redirect(url_for("paper.printer", printer_id=printer_id), 303)


@blueprint.post("/sheets/printers/<int:printer_id>/retire")
@open_to(Audience.MANAGER)
def retire_printer(printer_id: int) -> Response:
    """Offer a printer no longer."""
    found = _found(printer_id)
    service.retire(found, at=clock.now())
    db.session.commit()
    flash(_("%(name)s is no longer offered.", name=found.name), "success")
    return redirect(url_for("paper.printers"), 303)


@blueprint.post("/sheets/printers/<int:printer_id>/bring-back")
@open_to(Audience.MANAGER)
def bring_back_printer(printer_id: int) -> Response:
    """Offer a printer again."""
    found = _found(printer_id)
    service.bring_back(found)
    db.session.commit()
    flash(_("%(name)s is offered again.", name=found.name), "success")
    return redirect(url_for("paper.printer", printer_id=printer_id), 303)


def _style_page(form: StyleForm) -> tuple[str, int]:
    shown = () if form.accent.errors else pages.previews(form.shown())
    page = render_template(
        "paper/style.html",
        form=form,
        previews=shown,
        logo=queries.house().logo,
        usual=looks.usual(current_app.config["SETTINGS"].organisation),
    )
    return page, status_of(form)


def _logo(form: StyleForm) -> Photo | None:
    """The logo that was sent now, or with an earlier look; else the one that the house has."""
    if form.logo.data:
        taken = photos.take_in_logo(form.logo.data.read(), at=clock.now())
        form.looked_at.data = taken.key
        return taken
    if form.looked_at.data:
        return looks.looked_at(form.looked_at.data)
    return queries.house().logo


@blueprint.route("/sheets/style", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def style() -> Answer:
    """The house style: name, logo, colour, and what tags say."""
    form = style_form(queries.house())

    def act() -> None:
        logo = _logo(form)
        if not form.is_only_looked_at:
            service.dress(form.words(), logo)

    if not stored(form, act) or form.is_only_looked_at:
        return _style_page(form)
    flash(_("The style is kept. Tags printed from now on bear it."), "success")
    return redirect(url_for("paper.style"), 303)


@blueprint.post("/sheets/style/remove-logo")
@open_to(Audience.MANAGER)
def remove_logo() -> Response:
    """Print no logo any more."""
    house = queries.house()
    service.dress({name: getattr(house, name) for name in looks.WORDS}, None)
    db.session.commit()
    flash(_("The logo is taken off."), "success")
    return redirect(url_for("paper.style"), 303)


@blueprint.get("/sheets/style/preview")
@open_to(Audience.MANAGER)
def style_preview() -> str:
    """Pictures of tags in the style that is being typed; part of a page."""
    form = StyleForm(request.args, meta={"csrf": False})
    form.validate()
    shown = () if form.errors else pages.previews(form.shown())
    return render_template("paper/preview.html", form=form, previews=shown)


@blueprint.get("/sheets/style/picture.png")
@open_to(Audience.MANAGER)
def style_picture() -> Raw:
    """A picture of one tag in the style that the address tells; nothing is kept."""
    form = StyleForm(request.args, meta={"csrf": False})
    if not form.validate():
        raise Refusal(
            _("This style can't be shown. Mend what is marked beside its words."), status=422
        )
    settings = current_app.config["SETTINGS"]
    design_id, logo = request.args.get("design", ""), _logo(form)
    png = looks.specimen(form.words(), logo, design_id, settings.organisation)
    return Raw(png, mimetype="image/png")
