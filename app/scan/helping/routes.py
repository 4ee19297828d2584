"""Help first: the page of what to try, and "that solved it"."""

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import UUID

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.extensions import db, limiter
from app.guides import service as guides
from app.guides.trying import guide_offered
from app.scan.blueprint import blueprint, unknown_tag
from app.scan.helping.pages import chosen, help_page

Answer = str | tuple[str, int] | Response
SENDING = "30 per minute"
"""As many as reports from one address."""


class SolvedForm(FlaskForm):
    """One tap: that solved it."""

    key = HiddenField(validators=[UUID()])


@blueprint.get("/t/<code>/help")
@open_to(Audience.ANYONE)
def help_first(code: str) -> Answer:
    """What to try; on to the report, with what was chosen, where nothing is known to help."""
    tag = codes.answering(code)
    if tag is None:
        return unknown_tag()
    about = chosen(tag, request.args.get("unit", ""), request.args.get("symptom", ""))
    if about is None:
        return redirect(url_for("scan.report", code=tag.code))
    page = help_page(tag, about)
    if page is None:
        symptom = about.symptom.code
        return redirect(url_for("scan.report", code=tag.code, unit=about.value, symptom=symptom))
    return render_template("scan/help.html", page=page)


@blueprint.post("/t/<code>/solved")
@open_to(Audience.ANYONE)
@limiter.limit(SENDING)
def solved(code: str) -> Answer:
    """It works again by what was tried: a call avoided, and no report."""
    tag = codes.answering(code)
    if tag is None:
        return unknown_tag()
    symptom, _colon, by = request.form.get("solved", "").partition(":")
    about = chosen(tag, request.form.get("unit", ""), symptom)
    form = SolvedForm()
    if about is None or about.symptom.danger or not form.validate():
        return redirect(url_for("scan.report", code=tag.code), 303)
    guide_id = guide_offered(about.unit, about.symptom, by)
    key, at = form.key.data, clock.now()
    guides.solve(key, tag.home, about.unit, about.symptom, guide_id, at=at)
    db.session.commit()
    return redirect(url_for("scan.thanks", code=tag.code), 303)


@blueprint.get("/t/<code>/thanks")
@open_to(Audience.ANYONE)
def thanks(code: str) -> Answer:
    """Thanks, and the way back."""
    tag = codes.answering(code)
    return render_template("scan/solved.html", tag=tag) if tag else unknown_tag()
