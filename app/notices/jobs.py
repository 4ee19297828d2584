"""What the worker does for notices: it delivers what waits, and forgets what is old."""

from app import clock
from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.notices.delivery.erasing import erase


def sweep() -> None:
    """Send what is due; commits after each."""
    erase(at=clock.now())
    db.session.commit()
    deliver(clock.now)
