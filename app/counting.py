"""How often something was tried lately: counted in memory, or by all processes together in Redis.

Where Redis is away each process counts for itself, as without it: to be unable to count must
neither let everything in nor shut anybody out.
"""

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from app import logs
from app.extensions import limiter

_alone = FixedWindowRateLimiter(MemoryStorage())


def once_more(limit: RateLimitItem, *about: str) -> bool:
    """Count one more; whether it is within the limit."""
    return _ask("hit", limit, about)


def is_free(limit: RateLimitItem, *about: str) -> bool:
    """Whether one more would be within the limit; counts nothing."""
    return _ask("test", limit, about)


def _ask(what: str, limit: RateLimitItem, about: tuple[str, ...]) -> bool:
    if not limiter.enabled:
        return True
    counter: RateLimiter = limiter.limiter
    try:
        return bool(getattr(counter, what)(limit, *about))
    except Exception as error:
        logs.log.warning("shared limits are away", why=type(error).__name__)
        return bool(getattr(_alone, what)(limit, *about))
