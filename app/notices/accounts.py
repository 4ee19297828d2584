"""Carries to people what has happened to their own account, whoever did it."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from app.notices.models import Topic
from app.notices.service import Words
from app.notices.service import tell as tell_them
from app.people.account.telling import told
from app.people.models import Person


@told.connect
def _carry(person: Person, *, words: Callable[[], str], at: datetime) -> None:
    def said() -> Words:
        more = _("If this was not you, change your password and tell an administrator.")
        return Words(_("Your account"), f"{words()}\n\n{more}", "/account", urgent=True)

    tell_them([person], Topic.SYSTEM, said, about=f"person-{person.id}", at=at)
