"""Pages about rounds: the list, one round, and what its walker and managers do with it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.models import Round, RoundStop
from app.checks.rounds import queries, service
from app.checks.rounds.forms import NOBODY, HandOverForm, WhyForm
from app.checks.rounds.making import routes as making  # noqa: F401 - it adds its routes
from app.checks.rounds.pages import round_page, rounds_page
from app.extensions import db
from app.numbers import page_of
from app.people import queries as people
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]


def _found(round_id: int) -> Round:
    """The round, where it is for whoever asks: another's is as if it were not there."""
    return queries.round_(round_id, current_user) or abort(404)


def _stop(round_id: int, stop_id: int) -> RoundStop:
    stops = {each.id: each for each in _found(round_id).stops}
    return stops.get(stop_id) or abort(404)


def _back(round_id: int) -> Response:
    return redirect(url_for("checks.round", round_id=round_id), 303)


def _done(round_id: int, act: Callable[[], object]) -> Response:
    """What one tap does, committed; a refusal is answered as a page of its own."""
    act()
    db.session.commit()
    return _back(round_id)


@blueprint.get("/rounds")
@open_to(Audience.TECHNICIAN)
def rounds() -> str:
    """A technician's own rounds and those that nobody has taken; all of them for a manager."""
    page = rounds_page(current_user, page_of(request.args), clock.now())
    return render_template("checks/rounds.html", page=page)


@blueprint.get("/rounds/<int:round_id>", endpoint="round")
@open_to(Audience.TECHNICIAN)
def one_round(round_id: int) -> str:
    """The rooms of a round in the order of the walk."""
    page = round_page(_found(round_id), current_user, clock.now())
    return render_template("checks/round.html", page=page)


@blueprint.post("/rounds/<int:round_id>/start")
@open_to(Audience.TECHNICIAN)
def start_round(round_id: int) -> Response:
    """Begin a round; who begins one that nobody has takes it."""
    walk = _found(round_id)
    return _done(round_id, lambda: service.start(walk, current_user, at=clock.now()))


@blueprint.post("/rounds/<int:round_id>/take")
@open_to(Audience.TECHNICIAN)
def take_round(round_id: int) -> Response:
    """Take a round that nobody has taken."""
    walk = _found(round_id)
    return _done(round_id, lambda: service.take(walk, current_user))


@blueprint.route("/rounds/<int:round_id>/stops/<int:stop_id>", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def skip_stop(round_id: int, stop_id: int) -> Answer:
    """Leave a room out of a round, and say why."""
    form = WhyForm()

    def act() -> None:
        stop = _stop(round_id, stop_id)
        service.skip(stop, form.why, form.note.data or "", current_user, at=clock.now())

    if stored(form, act):
        return _back(round_id)
    stop = _stop(round_id, stop_id)
    return render_template("checks/round_skip.html", form=form, stop=stop), status_of(form)


@blueprint.post("/rounds/<int:round_id>/stops/<int:stop_id>/take-up")
@open_to(Audience.TECHNICIAN)
def take_up_stop(round_id: int, stop_id: int) -> Response:
    """A room that was skipped is to be done after all."""
    stop = _stop(round_id, stop_id)
    return _done(round_id, lambda: service.take_up(stop, current_user))


@blueprint.route("/rounds/<int:round_id>/hand-over", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def hand_over_round(round_id: int) -> Answer:
    """Give a round to somebody else, or to nobody."""
    walk = _found(round_id)
    form = HandOverForm().offer(people.everyone(), walk.person_id)

    def act() -> None:
        person = None if form.person.data == NOBODY else people.person(int(form.person.data))
        service.hand_over(_found(round_id), person, current_user)

    if stored(form, act):
        flash(_("The round is handed over."), "success")
        return redirect(url_for("checks.rounds"), 303)
    walk = _found(round_id)
    return render_template("checks/round_hand_over.html", form=form, walk=walk), status_of(form)


@blueprint.route("/rounds/<int:round_id>/end", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def end_round(round_id: int) -> Answer:
    """End a round before all its rooms are done, and say why."""
    form = WhyForm()

    def act() -> None:
        walk = _found(round_id)
        service.end(walk, current_user, reason=form.why, note=form.note.data or "", at=clock.now())

    if stored(form, act):
        return _back(round_id)
    walk = _found(round_id)
    page = round_page(walk, current_user, clock.now())
    return render_template("checks/round_end.html", form=form, page=page), status_of(form)
