"""What can be done at another door: let somebody in as the issuer says, link, take a link away."""

from datetime import datetime

import structlog
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.audit import service as audit
from app.audit.acts import Act
from app.doors import queries
from app.doors.models import Identity
from app.doors.openid.claims import Caller
from app.doors.openid.groups import EVERY_SITE, Rules, role_in, sites_in
from app.errors import Refusal
from app.extensions import db
from app.people import service as people
from app.people.models import Person, Role
from app.places import queries as places
from app.places.serving import queries as serving
from app.places.serving import service as sites
from app.scope import Sites

log = structlog.get_logger()


def admit(caller: Caller, rules: Rules, *, at: datetime) -> Person | Refusal:
    """The person who comes in, with role and sites of their groups; or why nobody does.

    A refusal is returned, not raised: that somebody's access has ended is to be kept.
    """
    identity = queries.identity(caller.issuer, caller.subject)
    if identity is None:
        return _newcomer(caller, rules, at)
    person = identity.person
    if not person.active:
        return Refusal(_("Your account here is switched off. Ask an administrator."), status=403)
    if rules.roles and (turned_away := _follow(person, role_in(caller.groups, rules.roles))):
        return turned_away
    _reach(person, caller, rules, at)
    identity.last_used_at = at
    db.session.flush()
    return person


def link(person: Person, issuer: str, subject: str, *, at: datetime) -> None:
    """Let this account at the issuer open the person's account here.

    Refused where it opens somebody else's.
    """
    known = queries.identity(issuer, subject)
    if known is not None and known.person_id != person.id:
        raise Refusal(_("That account opens somebody else's account here. Ask an administrator."))
    if known is None:
        know(person, issuer, subject, by=person, at=at)


def unlink(person: Person, *, at: datetime) -> None:
    """Let no account of the issuer open this one any more; refused where nothing else would."""
    if person.password is None:
        raise Refusal(_("You have no password here, so you could not come in any more."))
    for identity in queries.identities_of(person.id):
        db.session.delete(identity)
    audit.note(Act.IDENTITY_UNLINKED, person, at=at, by=person)
    db.session.flush()


def _newcomer(caller: Caller, rules: Rules, at: datetime) -> Person | Refusal:
    """A new account where a group gives one; never one that is there, whatever its e-mail says."""
    role = role_in(caller.groups, rules.roles)
    if _is_taken(caller.email):
        return Refusal(
            _(
                "%(email)s has an account here already. Sign in to it as before, and link the two "
                "under “My account”.",
                email=caller.email,
            )
        )
    if not rules.roles:
        return Refusal(_("No account here is linked with yours there."), status=403)
    if role is None:
        return _no_group()
    name, at_sign, host = caller.email.partition("@")
    if not (name and at_sign and host) or len(caller.email) > 254:
        return Refusal(
            _("We were not told your e-mail address there, so no account was made. Ask for one."),
            status=403,
        )
    person = people.add_person(caller.email, (caller.name or name)[:200], role, at=at)
    know(person, caller.issuer, caller.subject, by=person, at=at).last_used_at = at
    _reach(person, caller, rules, at)
    db.session.flush()
    return person


def _reach(person: Person, caller: Caller, rules: Rules, at: datetime) -> None:
    """Let the person serve the sites of their groups, and no other; administrators serve all."""
    if not rules.sites:
        return
    names, known = sites_in(caller.groups, rules.sites), {e.id: e.name for e in places.sites()}
    if unknown := names - {EVERY_SITE} - {name.casefold() for name in known.values()}:
        log.warning("a group is to serve a site that is not there", sites=sorted(unknown))
    told = tuple(sorted(key for key, name in known.items() if name.casefold() in names))
    wanted = None if person.role is Role.ADMIN or EVERY_SITE in names else told
    before = serving.sites_of(person)
    if before != wanted:
        said = tuple(_named(known, each) for each in (before, wanted))
        audit.note(Act.SITES_SET, person, at=at, by=person, changes={"sites": (said[0], said[1])})
        sites.allot(person, wanted)


def _named(known: dict[int, str], keys: Sites | None) -> str:
    return EVERY_SITE if keys is None else ", ".join(sorted(known[each] for each in keys))


def _follow(person: Person, role: Role | None) -> Refusal | None:
    """Give the person the role; end their access where there is none. The last admin stays one."""
    if person.role is Role.ADMIN and role is not Role.ADMIN and queries.is_last_admin(person.id):
        return None
    if role is None:
        person.active = False
        person.sign_out_everywhere()
        db.session.flush()
        return _no_group()
    person.role = role
    return None


def _no_group() -> Refusal:
    return Refusal(
        _("You are in none of the groups that have access here. Ask whoever keeps the groups."),
        status=403,
    )


def _is_taken(email: str) -> bool:
    wanted = select(Person.id).where(func.lower(Person.email) == email)
    return bool(email) and db.session.scalar(wanted) is not None


def know(person: Person, issuer: str, subject: str, *, by: Person, at: datetime) -> Identity:
    """An account at the issuer, from now on one that opens the person's."""
    found = Identity(issuer=issuer, subject=subject, person_id=person.id, linked_at=at)
    db.session.add(found)
    db.session.flush()
    audit.note(Act.IDENTITY_LINKED, person, at=at, by=by)
    return found
