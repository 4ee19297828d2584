"""A signing in: it is known by a row, so that it can be listed, and ended from elsewhere."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app import scope
from app.database import Base, choice


class Proof(StrEnum):
    """By what somebody showed who they are."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    CODE = "code"
    """A password, and a code of the second factor after it."""
    RECOVERY = "recovery"
    """A password, and one of the codes kept for the day when the phone is gone."""
    PASSKEY = "passkey"
    ELSEWHERE = "elsewhere"
    """Another house's sign-in, which answers for its own second factor."""


class SignIn(Base):
    """One signing in on one device, from its first moment until it ends; ended ones are deleted."""

    __tablename__ = "sign_in"
    of_site = scope.anyones("of its person")

    id: Mapped[int] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret in the cookie: who reads the table can't sign in with it."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    bound_to: Mapped[str] = mapped_column(String(64))
    """The person's `fs_uniquifier` as it was: once that changes, this has ended."""
    began_at: Mapped[datetime] = mapped_column(index=True)
    seen_at: Mapped[datetime]
    """When it was last used, to a quarter of an hour."""
    proved_at: Mapped[datetime]
    """When whoever uses it last showed who they are, by password or passkey."""
    proof: Mapped[Proof] = mapped_column(choice(Proof))
    stays: Mapped[bool]
    """It goes on when the browser is closed, and however long it is not used."""
    browser: Mapped[str] = mapped_column(String(40))
    system: Mapped[str] = mapped_column(String(40))
    """What the browser calls itself and what it runs on, in plain names; empty where unknown."""

    @property
    def is_strong(self) -> bool:
        """Whether more than a password was shown."""
        return self.proof is not Proof.PASSWORD
