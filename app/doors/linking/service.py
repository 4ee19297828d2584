"""What an administrator does with the accounts elsewhere that open somebody's account here."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from app.audit import service as audit
from app.audit.acts import Act
from app.doors import queries, service
from app.doors.models import Identity
from app.errors import Refusal
from app.extensions import db
from app.people.account.telling import tell
from app.people.models import Person


def link(person: Person, issuer: str, subject: str, *, by: Person, at: datetime) -> None:
    """Let the account of the issuer open the person's; refused where it opens one already."""
    if known := queries.identity(issuer, subject):
        sentence = _("It opens the account of %(name)s already.", name=known.person.name)
        raise Refusal(sentence, field="subject")
    service.know(person, issuer, subject, by=by, at=at)
    tell(person, _said(subject, is_linked=True), at=at)


def unlink(identity: Identity, *, by: Person, at: datetime) -> None:
    """Let that account open the person's no more; whoever is in by any door is signed out."""
    person = identity.person
    db.session.delete(identity)
    person.sign_out_everywhere()
    audit.note(Act.IDENTITY_UNLINKED, person, at=at, by=by)
    tell(person, _said(identity.subject, is_linked=False), at=at)
    db.session.flush()


def _said(subject: str, *, is_linked: bool) -> Callable[[], str]:
    def said() -> str:
        if is_linked:
            return _(
                "An administrator has linked another way in to your account: %(who)s.", who=subject
            )
        return _("An administrator has ended a way in to your account: %(who)s.", who=subject)

    return said
