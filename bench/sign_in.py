"""Whether the time of a refusal tells that somebody has an account (promise 9: less than 5 ms).

Refused in turn are a known person, an unknown one, and one whose account is locked.
"""

import statistics
import tempfile
import time
from pathlib import Path

from limits import parse

from app import clock, create_app
from app.counting import once_more
from app.extensions import db
from app.people import limits, service
from app.people.models import Role
from app.settings import Settings

TURNS = 60
WHOM = ("known@example.edu", "unknown@example.edu", "locked@example.edu")


def main() -> None:
    """Measure, and print the medians in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(data=Path(folder), cookie_secure=False, trial_url="http://localhost")
        )
        app.config["WTF_CSRF_ENABLED"] = False
        limits.OF_ONE_ACCOUNT = [parse(f"{TURNS * 2} per hour")]
        taken: dict[str, list[float]] = {whom: [] for whom in WHOM}
        with app.app_context():
            db.create_all()
            for whom in (WHOM[0], WHOM[2]):
                person = service.add_person(whom, whom, Role.TECHNICIAN, at=clock.now())
                service.choose_password(person, "quiet rooms keep well")
            db.session.commit()
            for _ in range(TURNS * 2 + 1):
                once_more(limits.OF_ONE_ACCOUNT[0], "passwords of", WHOM[2])
            for turn in range(TURNS):
                for whom in WHOM:
                    address = {"REMOTE_ADDR": f"192.0.2.{turn % 250}"}
                    typed = {"email": whom, "password": "wrong wrong wrong"}
                    began = time.perf_counter()
                    app.test_client().post("/sign-in", data=typed, environ_overrides=address)
                    taken[whom].append((time.perf_counter() - began) * 1000)
            db.engine.dispose()
    medians = {whom: statistics.median(each) for whom, each in taken.items()}
    for whom, median in medians.items():
        print(f"{whom:24} {median:7.1f} ms")
    print(f"apart by {max(medians.values()) - min(medians.values()):.1f} ms")


if __name__ == "__main__":
    main()
