"""The page on which the first person gives themselves an account; gone once there is one."""

from flask import abort, current_app, render_template
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.extensions import limiter
from app.people import limits, queries
from app.people import service as people
from app.people.account.entering import newcomer
from app.people.blueprint import blueprint
from app.people.first import service
from app.people.first.forms import FirstForm
from app.people.models import Person
from app.storing import status_of, stored


@blueprint.route("/welcome-first", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
@limiter.limit(limits.OF_ONE_ADDRESS, methods=["POST"], deduct_when=limits.failed)
def first() -> str | Response | tuple[str, int]:
    """The first administrator chooses a password; one alone, however many try at once."""
    form, made = FirstForm(), list[Person]()

    def act() -> None:
        key = current_app.config["SETTINGS"].signing_key()
        typed = form.email.data or "", form.name.data or "", form.word.data or ""
        made.append(service.add_first(*typed, signing_key=key, at=clock.now()))
        people.choose_password(made[0], form.password.data or "")

    if stored(form, act):
        return newcomer(made[0])
    if not form.errors and not queries.is_empty():
        abort(404)
    return render_template("people/first.html", form=form), status_of(form)
