"""What the pages about notices show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from flask_babel import gettext as _

from app.clock import usual_zone
from app.formats import ago, by_when
from app.notices.channels.chat import service_of
from app.notices.models import Channel, Notice, Via
from app.notices.queries import Outbox
from app.notices.words import HEARD, TOPICS, VIAS
from app.settings import Settings


@dataclass(frozen=True)
class Row:
    """One notice in a list."""

    id: int
    subject: str
    what: Any
    way: Any
    whom: str
    when: str
    problem: str


@dataclass(frozen=True)
class OutboxPage:
    """What waits, what could not be told, what was told lately."""

    has_mail_server: bool
    counts: Sequence[tuple[Any, int]]
    waiting: Sequence[Row]
    dead: Sequence[Row]
    sent: Sequence[Row]


@dataclass(frozen=True)
class ChannelRow:
    """One channel in the list."""

    id: int
    name: str
    kind: Any
    topics: str
    last_sent: str
    problem: str
    is_stopped: bool


def masked(address: str) -> str:
    """An e-mail address as others may see it: enough to tell two apart, too little to write to."""
    name, at, host = address.partition("@")
    return f"{name[:1]}…@{host}" if at else ""


def outbox_page(outbox: Outbox, settings: Settings, *, at: datetime) -> OutboxPage:
    """The outbox in words."""
    zone = usual_zone()
    return OutboxPage(
        settings.sends_mail,
        [(VIAS[via], number) for via, number in outbox.counted.items()],
        [_row(each, _next_try(each, at, zone)) for each in outbox.waiting],
        [_row(each, ago(each.dead_at, at, zone)) for each in outbox.dead if each.dead_at],
        [_row(each, ago(each.sent_at, at, zone)) for each in outbox.sent if each.sent_at],
    )


def _next_try(notice: Notice, at: datetime, zone: tzinfo) -> str:
    return by_when(notice.try_at, at, zone) if notice.try_at > at else _("now")


def _row(notice: Notice, when: str) -> Row:
    whom = notice.person.name if notice.person else masked(notice.address)
    return Row(
        notice.id,
        _("An event") if notice.via is Via.WEBHOOK else notice.subject,
        TOPICS[notice.topic],
        VIAS[notice.via],
        whom if notice.via in {Via.EMAIL, Via.PUSH} else "",
        when,
        notice.problem,
    )


def channel_rows(channels: Sequence[Channel], *, at: datetime) -> list[ChannelRow]:
    """The channels in words. Their addresses are secrets and are not shown."""
    zone = usual_zone()
    return [
        ChannelRow(
            each.id,
            each.name,
            service_of(each.address) or VIAS[each.via],
            ", ".join(str(words) for topic, words in HEARD.items() if topic in each.topics.split()),
            ago(each.last_sent_at, at, zone) if each.last_sent_at else _("never"),
            each.problem,
            each.stopped_at is not None,
        )
        for each in channels
    ]
