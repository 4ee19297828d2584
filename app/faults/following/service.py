"""What a reporter does on their own page: follow, stop, rate, add a photo. Callers commit."""

import secrets
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.errors import Refusal
from app.extensions import db
from app.faults import record
from app.faults.following import queries
from app.faults.following.words import asked, received
from app.faults.models import (
    Event,
    FaultState,
    Follower,
    FollowVia,
    Report,
    ReportPhoto,
)
from app.notices import service as notices
from app.notices.models import Via
from app.notices.push.posting import insist_pushable
from app.photos import service as photos
from app.photos.cleaning import Picture

UNCONFIRMED_KEPT = timedelta(days=7)
"""How long an address is kept that nobody has confirmed."""

SETTLED_KEPT = timedelta(days=30)
"""How long a confirmed address outlives its fault."""

MOST_ADDRESSES = 3
"""Addresses that one report may be told to: more would make the form a weapon."""

MOST_ASKED = 3
"""So often an address is asked within a day, whoever types it."""

MOST_PHOTOS = 5
"""Photos of one report."""

RATED = frozenset({FaultState.RESTORED, FaultState.RESOLVED, FaultState.CLOSED})
"""When a reporter can say how well it went."""


def ask(report: Report, address: str, *, at: datetime) -> None:
    """Ask the owner of an address whether it is to be told of a report's fault.

    The message bears no word of whoever typed it. Nothing that comes back says whether the
    address is known here, or whether its owner wants to hear nothing.
    """
    address = queries.spelled(address)
    mine = queries.of_report(report)
    known = next((each for each in mine if each.address == address), None)
    if known is None and len(mine) >= MOST_ADDRESSES:
        raise Refusal(_("Three addresses are enough. Stop one of them first."), field="email")
    if known is not None and known.confirmed_at is not None:
        return
    if queries.is_refused(address) or queries.times_asked(address, at) >= MOST_ASKED:
        return
    follower = known or _new(report, address, at)
    follower.asked_at = at
    notices.tell_reporter(
        Via.EMAIL,
        address,
        asked(f"/f/confirm/{follower.secret}"),
        stop_link=f"/f/stop/{follower.secret}",
        about=f"{queries.ASKED}{follower.id}",
        at=at,
    )


def tell_device(report: Report, subscription: str, *, at: datetime) -> None:
    """Push what happens to this browser: it has asked its owner, so nobody confirms.

    Of the browser nothing but its subscription is kept, until the reports of its fault are old.
    """
    insist_pushable(subscription)
    mine = queries.of_report(report)
    if any(each.address == subscription for each in mine):
        return
    if len(mine) >= MOST_ADDRESSES:
        raise Refusal(_("Three are enough. Stop one of them first."))
    _new(report, subscription, at, FollowVia.PUSH).confirmed_at = at
    db.session.flush()


def greet(report: Report, address: str, *, at: datetime) -> None:
    """The one answer to whoever reported by mail: where their page is, and that they may follow.

    A From can be forged: nothing of what was written stands in it, and it counts among the times
    that an address is asked. On the page, whose address nobody else was sent, its owner confirms.
    """
    address = queries.spelled(address)
    if queries.is_refused(address) or queries.times_asked(address, at) >= MOST_ASKED:
        return
    follower = _new(report, address, at)
    with force_locale(report.language):
        notices.tell_reporter(
            Via.EMAIL,
            address,
            received(f"/f/{report.secret}"),
            stop_link=f"/f/stop/{follower.secret}",
            about=f"{queries.ASKED}{follower.id}",
            at=at,
            answers=True,
        )


def confirm(follower: Follower, *, at: datetime) -> None:
    """The owner of the address says yes."""
    if follower.stopped_at is not None:
        raise Refusal(_("This address was stopped. Ask anew on the page of your report."))
    follower.confirmed_at = follower.confirmed_at or at
    db.session.flush()


def stop(follower: Follower, *, every: bool = False, at: datetime) -> None:
    """No more messages of this fault, or of any that its address follows, also of those that wait.

    A confirmed address is erased at once. One that never was is kept for a week, so that
    nobody can have it asked again.
    """
    if follower.stopped_at is not None:
        return
    told = queries.of_address(follower.address, follower.via) if every else [follower]
    for each in told:
        each.stopped_at = each.stopped_at or at
        notices.withdraw(f"/f/stop/{each.secret}")
        if each.confirmed_at is not None:
            each.address = ""
    db.session.flush()


def rate(report: Report, stars: int, note: str, *, at: datetime) -> None:
    """How well it went; it can be changed until the fault is closed."""
    fault = record.in_hand(report)
    if fault.state not in RATED:
        raise Refusal(_("It is open again. Rate it when it works."), field="stars")
    if report.rating is not None and fault.state is FaultState.CLOSED:
        if (report.rating, report.rating_note) == (stars, note):
            return
        raise Refusal(_("This is closed, and your rating is kept as it was."), field="stars")
    if report.rating is None:
        record.log(fault, at, event=Event.RATED, public=False)
    report.rating, report.rating_note, report.rated_at = stars, note, at
    db.session.flush()


def add_photo(report: Report, picture: Picture, *, at: datetime) -> ReportPhoto:
    """One more photo of one's own report: for staff; public only once they approve it."""
    record.in_hand(report)
    if len(queries.photos_of(report)) >= MOST_PHOTOS:
        sentence = _("Up to %(most)s photos are kept of one report.", most=MOST_PHOTOS)
        raise Refusal(sentence, field="photo", status=422)
    photo = ReportPhoto(photo_id=photos.keep(picture, at=at).id, report_id=report.id)
    db.session.add(photo)
    db.session.flush()
    return photo


def forget(*, at: datetime) -> None:
    """Erase addresses whose time is over: unconfirmed, or of a fault settled long ago."""
    old = [each.id for each in queries.settled_before(at - SETTLED_KEPT)]
    unsaid = select(Follower.id).where(
        Follower.confirmed_at.is_(None), Follower.asked_at < at - UNCONFIRMED_KEPT
    )
    gone = Follower.address.in_(notices.browsers_gone()) & (Follower.via == FollowVia.PUSH)
    over = Follower.id.in_(unsaid) | Follower.id.in_(old) | gone
    db.session.execute(delete(Follower).where(over).execution_options(synchronize_session=False))


def _new(report: Report, address: str, at: datetime, via: FollowVia = FollowVia.EMAIL) -> Follower:
    follower = Follower(
        report_id=report.id,
        via=via,
        address=address,
        secret=secrets.token_urlsafe(24),
        asked_at=at,
    )
    db.session.add(follower)
    db.session.flush()
    return follower
