"""Whether this machine's clock is right, as far as the public address tells the time."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from app import outgoing
from app.keeping.doctor.findings import Finding, fine, look
from app.settings import Settings

WHAT = "time"
SECOND = timedelta(seconds=1)
MOST_DRIFT = timedelta(seconds=30)
"""One-time codes are refused from about there on."""
PATIENCE_SECONDS = 5.0
MOST_BYTES = 100_000


def time_told(settings: Settings) -> Finding:
    """How far this machine's clock is from the `Date` that the public address answers with.

    The header tells whole seconds (RFC 9110, 6.6.1), of the moment at which it was made: one that
    was kept on the way says by `Age` how long ago that was.
    """
    if not settings.public_url:
        return _untold("no public address is set.", "Set ROOMWORTHY_PUBLIC_URL.")
    before = datetime.now(UTC)
    try:
        address = f"{settings.public_url}/healthz"
        answer = outgoing.fetch(address, most_bytes=MOST_BYTES, seconds=PATIENCE_SECONDS)
        told = _moment(answer)
    except outgoing.NotReached as problem:
        return _untold(str(problem), _do(problem, settings))
    except (ValueError, OverflowError):
        do = "Compare it with yours; the proxy may be told to send Date."
        return _untold(f"{settings.public_url} tells no time.", do)
    after = datetime.now(UTC)
    drift = max(before - told - SECOND, told - after, timedelta())
    said = f"The clock is {drift.total_seconds():.0f} seconds from that of {settings.public_url}."
    if drift < MOST_DRIFT:
        return fine(WHAT, said)
    return look(WHAT, said, "Let both follow a time server: one-time codes and sign-ins fail.")


def _moment(answer: outgoing.Answer) -> datetime:
    """When the answer was sent; raises ValueError or OverflowError where it tells none."""
    made = parsedate_to_datetime(answer.headers.get("date", ""))
    return made.replace(tzinfo=made.tzinfo or UTC) + int(answer.headers.get("age", "0")) * SECOND


def _untold(why: str, do: str) -> Finding:
    return look(WHAT, f"Whether the clock is right can't be told: {why}", do)


def _do(problem: outgoing.NotReached, settings: Settings) -> str:
    if problem.why in {"inside", "port"}:
        named = settings.public_url.partition("://")[2]
        return f"Name it in ROOMWORTHY_OUTGOING_ALLOW ({named}), or compare the clock with yours."
    return "See that the public address answers, or compare the clock with yours."
