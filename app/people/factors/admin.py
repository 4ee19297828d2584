"""An administrator lets somebody in again who has lost phone and paper."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.people import queries as people
from app.people.account.telling import tell
from app.people.blueprint import blueprint
from app.people.factors import queries, service
from app.people.factors.forms import ResetForm
from app.people.models import Person
from app.people.passkeys import service as passkeys
from app.people.passkeys.queries import passkeys_of
from app.storing import status_of, stored


@blueprint.route("/people/<int:person_id>/second-factor", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def reset_second_factor(person_id: int) -> str | Response | tuple[str, int]:
    """Take somebody's second factor and passkeys away, for a reason that they are told."""
    person, form = people.person(person_id) or abort(404), ResetForm()
    if not stored(form, lambda: _reset(person, (form.reason.data or "").strip())):
        has = queries.has_factor(person) or bool(passkeys_of(person))
        page = render_template("people/reset.html", form=form, person=person, has_factor=has)
        return page, status_of(form)
    flash(_("%(name)s signs in by password alone now, and is told.", name=person.name), "success")
    return redirect(url_for("people.person", person_id=person_id), 303)


def _reset(person: Person, why: str) -> None:
    if person.id == current_user.id:
        raise Refusal(_("Turn your own off in your account."))
    at = clock.now()
    service.take_away(person, by=current_user, at=at, why=why)
    for each in passkeys_of(person):
        passkeys.remove(each, person, at=at)
    person.sign_out_everywhere()

    def said() -> str:
        reset = _("An administrator has reset the second factor of your account. The reason given:")
        return f"{reset} {why}"

    tell(person, said, at=at)
