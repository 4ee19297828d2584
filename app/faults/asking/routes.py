"""The page that asks the vendor."""

from urllib.parse import quote

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.equipment import queries as equipment
from app.equipment.models import Equipment, Vendor
from app.equipment.vendors.facts import vendor_facts
from app.extensions import db
from app.faults import queries
from app.faults.asking import service
from app.faults.asking.forms import AskForm
from app.faults.asking.letter import letter
from app.faults.blueprint import blueprint
from app.faults.models import Fault
from app.faults.words import place
from app.notices.service import Words
from app.storing import status_of, stored

Answer = Response | tuple[str, int]


def _found(fault_id: int, *, to_change: bool = False) -> tuple[Fault, Equipment]:
    """The fault and its unit; a fault of a room itself has no vendor to ask."""
    fault = queries.fault(fault_id, to_change=to_change) or abort(404)
    return fault, fault.equipment or abort(404)


@blueprint.route("/faults/<int:fault_id>/vendor", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def ask_vendor(fault_id: int) -> Answer:
    """Write to the vendor; the facts stand in the mail already."""
    fault, unit = _found(fault_id)
    vendor = equipment.vendor_of(unit)
    form = AskForm(obj=letter(fault, unit, vendor.email if vendor else "", clock.now()))

    def act() -> None:
        again, _unit = _found(fault_id, to_change=True)
        words = Words(" ".join(form.subject.data.split()), form.body.data)
        at, key = clock.now(), form.key.data
        service.ask_vendor(again, form.to.data, words, by=current_user, key=key, at=at)

    if not stored(form, act):
        return _page(fault_id, form, vendor), status_of(form)
    flash(_("The mail is on its way. If it has to wait for the vendor, say so below."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


@blueprint.post("/faults/<int:fault_id>/vendor/told")
@open_to(Audience.TECHNICIAN)
def told_vendor(fault_id: int) -> Answer:
    """Write down that the vendor was asked by phone, or from somebody's own mailbox."""
    fault, _unit = _found(fault_id, to_change=True)
    service.told_asked(fault, _("By phone or own mail"), by=current_user, at=clock.now())
    db.session.commit()
    flash(_("Written down. If it has to wait for the vendor, say so below."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)


def _page(fault_id: int, form: AskForm, vendor: Vendor | None) -> str:
    fault, unit = _found(fault_id)
    today = clock.now().astimezone(fault.room_now.support.zone).date()
    return render_template(
        "faults/ask_vendor.html",
        fault=fault,
        place=place(fault),
        vendor=vendor_facts(vendor, today, unit) if vendor else None,
        form=form,
        own_mail=_own_mail(form),
    )


def _own_mail(form: AskForm) -> str:
    """The link that opens the same mail in somebody's own program (RFC 6068)."""
    said = {
        "subject": form.subject.data or "",
        "body": (form.body.data or "").replace("\n", "\r\n"),
    }
    asked = "&".join(f"{name}={quote(text, safe='')}" for name, text in said.items())
    return f"mailto:{quote(form.to.data or '', safe='@')}?{asked}"
