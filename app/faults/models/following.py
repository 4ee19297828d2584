"""Who wants to hear of a fault without an account: by e-mail or by the browser's push."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.faults.models.faults import Report


class FollowVia(StrEnum):
    """How a follower is told."""

    EMAIL = "email"
    PUSH = "push"


class Follower(Base):
    """An address that asked to be told of one report's fault.

    An e-mail address counts only once its owner has confirmed it; it is erased 30 days after the
    fault is closed, and after seven days unconfirmed.
    """

    __tablename__ = "follower"
    of_site = scope.by("report_id")

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    via: Mapped[FollowVia] = mapped_column(choice(FollowVia))
    address: Mapped[str] = mapped_column(Text)
    """An e-mail address, or a push subscription as the browser gave it (JSON)."""
    secret: Mapped[str] = mapped_column(String(40), unique=True)
    """Opens the pages that confirm and stop."""
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
