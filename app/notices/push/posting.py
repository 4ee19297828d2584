"""Sending a letter to a browser, by its push service, encrypted for it alone (RFC 8291)."""

import json
import secrets
import time
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import update

from app import outgoing
from app.errors import Refusal
from app.extensions import db
from app.notices.delivery.letters import Letter, NotDelivered
from app.notices.models import PushDevice
from app.notices.push.keys import HOURS_12, signed_for

LONGEST_ENDPOINT = 500
LONGEST_KEYS = 1500
"""Letters of a subscription besides its endpoint."""
KEPT_SECONDS = 24 * 3600
"""So long a push service keeps it for a phone that is switched off."""
LONGEST = 600  # letters; all of it has to fit in 4 kB
GONE = {404, 410}
LAST_GOOD = 299
MOST_BYTES = 100_000
SECONDS = 10.0


@dataclass(frozen=True)
class Subscription:
    """Where a browser takes messages, and how they are sealed for it."""

    endpoint: str
    point: bytes
    secret: bytes


def read_subscription(text: str) -> Subscription:
    """What a browser gave; raises ValueError where it is none."""
    try:
        given = json.loads(text)
        keys = given["keys"]
        found = Subscription(given["endpoint"], _plain(keys["p256dh"]), _plain(keys["auth"]))
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), found.point)
        outgoing.target_of(found.endpoint)
    except (KeyError, TypeError, AttributeError, outgoing.NotReached) as error:
        raise ValueError(str(error)) from None
    if len(found.secret) != 16:
        raise ValueError("auth")
    return found


def insist_pushable(subscription: str) -> str:
    """Where the browser takes messages; refused in a sentence where it gave nothing of use."""
    try:
        endpoint = read_subscription(subscription).endpoint
    except ValueError:
        endpoint = ""
    if not endpoint or max(len(endpoint), len(subscription) - LONGEST_KEYS) > LONGEST_ENDPOINT:
        raise Refusal(_("This browser gave no address to push to. Try another."), status=400)
    return endpoint


def _plain(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def post(letter: Letter) -> None:
    """Push the letter; raises `NotDelivered`, for good where the browser is gone."""
    try:
        to = read_subscription(letter.first.address)
    except ValueError:
        raise NotDelivered(_("This is no browser's subscription."), for_good=True) from None
    sealed = _sealed(_words(letter), to)
    parts = urlsplit(to.endpoint)
    expires = int(time.time()) + HOURS_12
    headers = {
        "TTL": str(KEPT_SECONDS),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "Topic": letter.key.replace("-", ""),
        "Urgency": "high" if letter.first.urgent else "normal",
        "Authorization": signed_for(f"{parts.scheme}://{parts.netloc}", expires),
    }
    try:
        answer = outgoing.fetch(
            to.endpoint,
            method="POST",
            headers=headers,
            body=sealed,
            most_bytes=MOST_BYTES,
            seconds=SECONDS,
        )
    except outgoing.NotReached as problem:
        raise NotDelivered(str(problem), is_way_shut=True) from None
    if answer.status in GONE:
        raise NotDelivered(_("This browser takes no messages any more."), for_good=True)
    if answer.status > LAST_GOOD:
        said = _("The push service answers with error %(status)s.", status=answer.status)
        raise NotDelivered(said, is_way_shut=answer.status == 429 or answer.status >= 500)


def _words(letter: Letter) -> bytes:
    first, more = letter.first, len(letter.notices) - 1
    body = first.body
    if more:
        body = ngettext("and %(num)d more", "and %(num)d more", more) + f" · {body}"
    settings = current_app.config["SETTINGS"]
    told = {
        "id": letter.key,
        "title": first.subject[:120],
        "body": body[:LONGEST],
        "link": first.link or "/",
        "from": settings.organisation,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _sealed(words: bytes, to: Subscription) -> bytes:
    once = ec.generate_private_key(ec.SECP256R1())
    sealed: bytes = http_ece.encrypt(
        words,
        salt=secrets.token_bytes(16),
        private_key=once,
        dh=to.point,
        auth_secret=to.secret,
        version="aes128gcm",
    )
    return sealed


def note_gone(subscription: str, *, at: datetime) -> None:
    """Tell a browser that is gone nothing more."""
    gone = PushDevice.subscription == subscription
    ended = update(PushDevice).where(gone, PushDevice.gone_at.is_(None)).values(gone_at=at)
    db.session.execute(ended)
    db.session.flush()
