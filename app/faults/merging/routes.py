"""The page that merges a fault into another, and the button that splits it off."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.faults import queries, words
from app.faults.blueprint import blueprint
from app.faults.merging import queries as others
from app.faults.merging import service
from app.faults.models import Fault
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


class MergeForm(FlaskForm):
    """Which one it is the same as, and why, for whoever reported it."""

    into = RadioField(_l("It is the same as"), [InputRequired(_l("Choose one."))], coerce=int)
    note = TextAreaField(
        _l("Words for everybody"), [InputRequired(), Length(max=1000)], filters=[words.plain]
    )

    def offer(self, fault: Fault) -> "MergeForm":
        """The form with the faults that it could be the same as."""
        self.into.choices = [
            SelectChoice(str(each.id), called(each)) for each in others.candidates(fault)
        ]
        return self


def called(fault: Fault) -> str:
    """A fault in a line: number, unit, symptom, room."""
    return _(
        "%(number)s · %(what)s: %(wrong)s · room %(room)s",
        number=fault.id,
        what=words.place(fault),
        wrong=_(words.title(fault)),
        room=fault.room_now.name,
    )


@blueprint.route("/faults/<int:fault_id>/merge", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def merge(fault_id: int) -> Answer:
    """Say that it is the same as another."""
    found = queries.fault(fault_id) or abort(404)
    form, number = MergeForm().offer(found), fault_id

    def act() -> None:
        at = clock.now()
        service.merge(number, form.into.data, note=form.note.data, by=current_user, at=at)

    if stored(form, act):
        flash(_("Merged: this is the fault that both are now."), "success")
        return redirect(url_for("faults.fault", fault_id=form.into.data), 303)
    again = queries.fault(fault_id) or abort(404)
    return render_template("faults/merge.html", form=form, fault=again), status_of(form)


@blueprint.post("/faults/<int:fault_id>/split")
@open_to(Audience.TECHNICIAN)
def split(fault_id: int) -> Response:
    """Say that it was another after all."""
    if db.session.get(Fault, fault_id) is None:
        abort(404)
    try:
        service.split(fault_id, by=current_user, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
    else:
        db.session.commit()
        flash(_("It is a fault of its own again."), "success")
    return redirect(url_for("faults.fault", fault_id=fault_id), 303)
