"""The outbox of notices, where they go, and what each person wants to hear."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Time, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import scope
from app.database import Base, choice
from app.people.models import Person


class Via(StrEnum):
    """How a notice travels."""

    EMAIL = "email"
    PUSH = "push"
    CHAT = "chat"
    WEBHOOK = "webhook"


class Topic(StrEnum):
    """What a notice is about: people choose by it what they want to hear."""

    NEW_FAULT = "new_fault"
    MINE = "mine"
    WARNING = "warning"
    ESCALATION = "escalation"
    WORK = "work"
    SYSTEM = "system"
    REPORTER = "reporter"


WAITS = "sent_at IS NULL AND dead_at IS NULL"


class Notice(Base):
    """One message to one receiver, stored with what it tells of; delivered at least once.

    What goes to a receiver together is one letter. `letter` is its stable id: it is given once,
    before the first try, and each try bears it, so that a receiver can drop what came twice.
    """

    __tablename__ = "notice"
    of_site = scope.anyones("read by whom it is for, and by those who see all sites")
    __table_args__ = (
        Index("ix_notice_waits", "try_at", sqlite_where=text(WAITS), postgresql_where=text(WAITS)),
        Index("ix_notice_address", "address", "created_at"),
        Index("ix_notice_link", "link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    via: Mapped[Via] = mapped_column(choice(Via))
    topic: Mapped[Topic] = mapped_column(choice(Topic))
    address: Mapped[str] = mapped_column(Text)
    """An e-mail address, a push subscription (JSON), or the number of a channel."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    """Where it leads here, as a path; empty for nowhere."""
    stop_link: Mapped[str] = mapped_column(String(500), default="")
    """Where a reporter stops such messages, as a path."""
    about: Mapped[str] = mapped_column(String(60), default="")
    """What it is of, such as fault-12: several of one thing are told in one message."""
    language: Mapped[str] = mapped_column(String(20), default="")
    """In which it is written; empty for the program's own."""
    urgent: Mapped[bool] = mapped_column(default=False)
    """It is not gathered with others."""
    answers: Mapped[bool] = mapped_column(default=False)
    """It answers a mail by itself (RFC 3834), so that no machine answers it."""
    letter: Mapped[str] = mapped_column(String(36), default="", index=True)
    """The stable id of what it goes out in, alone or gathered; empty until it is to be sent."""
    created_at: Mapped[datetime]
    try_at: Mapped[datetime]
    """Not before this moment: later after a failure, in quiet hours, or to be gathered."""
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    """When it was given up."""
    problem: Mapped[str] = mapped_column(Text, default="")
    """Why the last try failed."""

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Channel(Base):
    """A chat room (an Apprise address) or a webhook (an https address) that hears of events."""

    __tablename__ = "channel"
    of_site = scope.shared("a way by which the organisation tells itself")

    id: Mapped[int] = mapped_column(primary_key=True)
    via: Mapped[Via] = mapped_column(choice(Via))
    name: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(String(100), default="")
    """Signs what a webhook is sent (Standard Webhooks)."""
    topics: Mapped[str] = mapped_column(default="")
    """What it hears of: topics, parted by spaces."""
    created_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    last_sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")


class Wish(Base):
    """What a person wants to hear, by which way; where there is no row, the default counts."""

    __tablename__ = "wish"
    of_site = scope.anyones("of its person")

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(choice(Topic), primary_key=True)
    by_email: Mapped[bool]
    by_push: Mapped[bool]


class Quiet(Base):
    """When a person wants to hear nothing but what is urgent, and whether the rest is gathered."""

    __tablename__ = "quiet"
    of_site = scope.anyones("of its person")
    __table_args__ = (CheckConstraint("gather_minutes >= 0", name="gather_minutes"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    timezone: Mapped[str] = mapped_column(String(64))
    starts: Mapped[time | None] = mapped_column(Time)
    ends: Mapped[time | None] = mapped_column(Time)
    gather_minutes: Mapped[int] = mapped_column(default=0)
    """So long notices that are not urgent wait for others, to come as one message."""
    urgent_anyway: Mapped[bool] = mapped_column(default=True)
    """Whether what is urgent comes at any hour."""


class PushDevice(Base):
    """A browser of a person's that takes pushed messages."""

    __tablename__ = "push_device"
    of_site = scope.anyones("of its person")

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subscription: Mapped[str] = mapped_column(Text)
    """As the browser gave it (JSON): endpoint and keys."""
    endpoint: Mapped[str] = mapped_column(String(500), unique=True)
    name: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    """When its push service said that it is no more, or its owner ended it."""
