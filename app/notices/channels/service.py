"""What can be done with channels: add one, let it rest, begin again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app import outgoing
from app.errors import Refusal
from app.extensions import db
from app.notices import queries
from app.notices.channels.chat import is_understood
from app.notices.channels.signing import new_secret
from app.notices.models import Channel, Topic, Via


@dataclass(frozen=True)
class Wanted:
    """A channel as somebody wants it."""

    via: Via
    name: str
    address: str
    topics: Iterable[Topic]


def add(wanted: Wanted, *, at: datetime) -> Channel:
    """A new channel; a webhook gets a secret, which is shown this once."""
    name, address = " ".join(wanted.name.split()), wanted.address.strip()
    if queries.channel_named(name):
        raise Refusal(_("Another channel has this name."), field="name", status=409)
    if wanted.via is Via.WEBHOOK:
        outgoing.target_of(address)
    elif not is_understood(address):
        sentence = _("This is no address of a chat room that is allowed. See the examples.")
        raise Refusal(sentence, field="address", status=422)
    channel = Channel(
        via=wanted.via,
        name=name,
        address=address,
        secret=new_secret() if wanted.via is Via.WEBHOOK else "",
        topics=" ".join(each.value for each in wanted.topics),
        created_at=at,
    )
    db.session.add(channel)
    db.session.flush()
    return channel


def stop(channel: Channel, *, at: datetime) -> None:
    """Tell this channel nothing more; what waits for it is given up as its turn comes."""
    channel.stopped_at = at
    db.session.flush()


def begin_again(channel: Channel) -> None:
    """Tell it what happens from now on."""
    channel.stopped_at = None
    channel.problem = ""
    db.session.flush()
