"""The page on which a manager makes a round."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.models import Round
from app.checks.rounds import service
from app.checks.rounds.forms import NOBODY
from app.checks.rounds.making import choosing
from app.checks.rounds.making.choosing import Choice
from app.checks.rounds.making.forms import RoundForm
from app.checks.rounds.making.pages import new_round_page, suggested_name
from app.checks.rounds.queries import today_here
from app.numbers import LARGEST
from app.people import queries as people
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _ticked() -> list[int]:
    """The keys of the rooms that were ticked; what can be no key is left out."""
    typed = request.form.getlist("room")
    digits = (each for each in typed if each.isascii() and each.isdecimal() and len(each) <= 10)
    return [key for key in map(int, digits) if key <= LARGEST]


def _made(form: RoundForm, choice: Choice) -> Round:
    """The round of the form, with a word about rooms that went out of use meanwhile."""
    rooms = choosing.rooms_of(_ticked())
    made = service.make(
        form.name.data or "",
        rooms,
        None if form.person.data == NOBODY else people.person(int(form.person.data)),
        current_user,
        planned_on=form.planned_on.data,
        scope=choice.scope,
        key=form.key.data or "",
        at=clock.now(),
    )
    if gone := sum(room.is_retired for room in rooms):
        words = ngettext(
            "%(num)d room is out of use and was left out.",
            "%(num)d rooms are out of use and were left out.",
            gone,
        )
        flash(words, "info")
    return made


@blueprint.route("/rounds/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_round() -> Answer:
    """Choose rooms by what is due, zone, building or floor; then whose round they are, and when."""
    choice = choosing.asked_for(request.args)
    form = RoundForm().offer(people.everyone())
    made: list[Round] = []
    if stored(form, lambda: made.append(_made(form, choice))):
        flash(_("The round is made."), "success")
        return redirect(url_for("checks.round", round_id=made[0].id), 303)
    if not form.is_submitted():
        form.renew_key()
        form.name.data = suggested_name(choice, choosing.zones())
        form.planned_on.data = today_here(clock.now())
    elif form.form_errors or form.key.errors:
        form.renew_key()
    all_of_them = not form.is_submitted() and request.args.get("ticked") != "none"
    page = new_round_page(choice, None if all_of_them else _ticked(), clock.now())
    return render_template("checks/round_new.html", form=form, page=page), status_of(form)
