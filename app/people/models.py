"""People who sign in."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from flask_security import RoleMixin, UserMixin
from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app import scope
from app.access import Audience
from app.database import Base, choice
from app.people.factors.models import RecoveryCode, SecondFactor
from app.people.passkeys.models import Passkey
from app.people.sessions.models import Proof, SignIn

__all__ = [
    "AUDIENCES",
    "SIGNED_IN",
    "Passkey",
    "Person",
    "Proof",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "SignIn",
]


class Role(StrEnum):
    """What a person does here."""

    TECHNICIAN = "technician"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMIN = "admin"


SIGNED_IN = frozenset({Audience.STAFF, Audience.OWN})
AUDIENCES: dict[Role, frozenset[Audience]] = {
    Role.TECHNICIAN: SIGNED_IN | {Audience.TECHNICIAN},
    Role.MANAGER: SIGNED_IN | {Audience.TECHNICIAN, Audience.MANAGER, Audience.OVERSIGHT},
    Role.AUDITOR: SIGNED_IN | {Audience.OVERSIGHT, Audience.AUDITOR},
    Role.ADMIN: frozenset(Audience),
}
"""To which audiences a role belongs. An auditor reads, and is no technician."""


LINK_HOLDS = timedelta(days=3)
"""How long a one-time link can be used."""


class Person(Base, UserMixin):
    """Somebody with an account. `password` is an Argon2id hash, or None until one is chosen."""

    __tablename__ = "person"
    of_site = scope.anyones("administrators alone change others, each changes what is their own")

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    """The person's name in cookies; once it changes, they are signed out everywhere."""
    created_at: Mapped[datetime]
    calendar_secret: Mapped[str | None] = mapped_column(String(40), unique=True)
    """Opens this person's calendar to whoever knows it, without signing in; None: nobody."""
    qualifications: Mapped[str] = mapped_column(Text, default="")
    """What this person may sign beside what everybody may, each on its own line."""
    limited: Mapped[bool] = mapped_column(default=False)
    """Whether this person serves the sites of `places.models.PersonSite` alone; else all."""
    invited_at: Mapped[datetime | None]
    """When a link was given to whoever has no password yet; None: never, or taken back."""

    def is_invited(self, *, at: datetime) -> bool:
        """Whether the link by which this person first comes in can still be used."""
        if self.password is not None or self.invited_at is None:
            return False
        return self.invited_at > at - LINK_HOLDS

    def sign_out_everywhere(self) -> None:
        """End every sign-in of this person."""
        self.fs_uniquifier = secrets.token_hex(32)

    @validates("role")
    def _of_another_role(self, _name: str, role: Role) -> Role:
        if self.role not in {None, role}:
            self.sign_out_everywhere()  # whoever made the change need not think of it
        return role

    public_name: Mapped[str] = mapped_column(String(60), default="")
    """What the public may call this person; empty for their role alone."""
    language: Mapped[str] = mapped_column(String(20), default="")
    """In which they are told things, as a locale; empty for the program's own."""

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]
        """Flask-Security's own roles, unused: `role` and `Audience` decide here."""
        return []

    @property
    def audiences(self) -> frozenset[Audience]:
        """The audiences that this person belongs to, beside everyone's."""
        own = AUDIENCES[self.role]
        for_all = Audience.MANAGER in own and not self.limited
        return own | {Audience.ORGANISATION} if for_all else own

    @property
    def is_technician(self) -> bool:
        """Whether this person checks rooms and mends faults, and not only reads."""
        return Audience.TECHNICIAN in self.audiences

    @property
    def is_auditor(self) -> bool:
        """Whether this person may read what is unusual in other people's checks."""
        return Audience.AUDITOR in self.audiences

    @property
    def oversees(self) -> bool:
        """Whether this person may see how far checks can be believed."""
        return Audience.OVERSIGHT in self.audiences

    @property
    def is_manager(self) -> bool:
        """Whether this person plans and prints, not only checks."""
        return Audience.MANAGER in self.audiences

    @property
    def plans_for_all(self) -> bool:
        """Whether this person changes what concerns all sites."""
        return Audience.ORGANISATION in self.audiences

    @property
    def qualified_for(self) -> frozenset[str]:
        """This person's qualifications as they are compared: without capitals."""
        return frozenset(line.casefold() for line in self.qualifications.splitlines())

    def may_sign(self, qualification: str) -> bool:
        """Whether this person may do work that asks for the qualification; "" asks for none."""
        return not qualification or qualification.strip().casefold() in self.qualified_for
