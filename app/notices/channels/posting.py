"""Sending a letter to a chat room or a webhook."""

import time
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import update

from app import outgoing
from app.extensions import db
from app.notices.channels import chat
from app.notices.channels.signing import signed
from app.notices.delivery.letters import Letter, NotDelivered
from app.notices.models import Channel

SECONDS = 10.0
MOST_BYTES = 100_000
GOOD = range(200, 300)
GONE = 410


def _channel(letter: Letter) -> Channel:
    channel = db.session.get(Channel, int(letter.first.address))
    db.session.commit()
    if channel is None or channel.stopped_at:
        raise NotDelivered(_("This channel was stopped."), for_good=True)
    return channel


def post_webhook(letter: Letter) -> None:
    """Send the event, signed; raises `NotDelivered`. Equal at each try but for its moment."""
    channel, body = _channel(letter), letter.first.body.encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": letter.key,
        **signed(channel.secret, letter.key, int(time.time()), body),
    }
    try:
        answer = outgoing.fetch(
            channel.address,
            method="POST",
            headers=headers,
            body=body,
            most_bytes=MOST_BYTES,
            seconds=SECONDS,
        )
    except outgoing.NotReached as problem:
        raise NotDelivered(str(problem), is_way_shut=True) from None
    if answer.status not in GOOD:
        said = _("The server answers with error %(status)s.", status=answer.status)
        raise NotDelivered(said, for_good=answer.status == GONE, is_way_shut=True)


def post_chat(letter: Letter) -> None:
    """Say it in the chat room; raises `NotDelivered`."""
    channel = _channel(letter)
    problem = chat.say(
        channel.address, [(each.subject, each.body, each.link) for each in letter.notices]
    )
    if problem:
        raise NotDelivered(problem, is_way_shut=True)


def note(channel_id: int, problem: str, *, at: datetime) -> None:
    """Keep with the channel what came of the last try."""
    values: dict[str, object] = {"problem": problem.replace("\x00", "")[:1000]}
    if not problem:
        values["last_sent_at"] = at
    db.session.execute(update(Channel).where(Channel.id == channel_id).values(values))
    db.session.flush()
