"""Saying which sites somebody serves."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import delete

from app.errors import Refusal
from app.extensions import db
from app.people.models import Person, Role
from app.places.models import PersonSite, Site


def serve_all(person: Person) -> None:
    """Let somebody see all sites."""
    allot(person, None)


def serve(person: Person, sites: Collection[Site]) -> None:
    """Let somebody see these sites alone, from their next request on."""
    if person.role is Role.ADMIN:
        raise Refusal(
            _("An administrator gives accounts for all sites. Choose all sites."), field="reach"
        )
    if not sites:
        raise Refusal(_("Tick at least one site."), field="sites", status=422)
    allot(person, {each.id for each in sites})


def allot(person: Person, site_ids: Collection[int] | None) -> None:
    """Let somebody see the sites of these keys, which may be none; None: all."""
    db.session.execute(delete(PersonSite).where(PersonSite.person_id == person.id))
    person.limited = site_ids is not None
    given = (PersonSite(person_id=person.id, site_id=each) for each in site_ids or ())
    db.session.add_all(given)
    db.session.flush()
