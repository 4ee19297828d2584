"""Where workers come from that tests kill: the program is made once, each worker is a fork of it.

Reads the moment at which a worker shall work, a line each, and answers with its process's number.
"""

import os
import signal
import sys
import time
from datetime import UTC, datetime

from flask import Flask

from app import create_app
from app.extensions import db
from app.notices.delivery.delivering import deliver
from app.settings import Settings


def _work(app: Flask, at: datetime) -> None:
    """Deliver again and again, as if it were that moment, until killed."""
    with app.app_context():
        db.engine.dispose(close=False)  # a connection is never used on both sides of a fork
        while True:
            deliver(lambda: at)
            time.sleep(0.005)


def main() -> None:
    """Raise workers until nobody asks for more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app = create_app(Settings.model_validate_json(sys.argv[1]))
    app.jinja_env.get_template("notices/mail.html")
    with app.app_context():  # statements are compiled once, not by each worker
        deliver(lambda: datetime(2000, 1, 1, tzinfo=UTC))
        db.engine.dispose()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _work(app, datetime.fromtimestamp(float(line), UTC))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
