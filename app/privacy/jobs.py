"""What the worker does for privacy: forgets what has been kept long enough."""

from app import clock
from app.extensions import db
from app.privacy import service


def sweep() -> None:
    """Erase some of what is old; the rest with the next sweeps."""
    service.forget(at=clock.now())
    db.session.commit()
