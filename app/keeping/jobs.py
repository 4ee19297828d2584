"""What the worker does for keeping: begins the nightly backup, tells of a failed one, tidies up.

The backup is made by a process of its own, so that nothing else waits for it.
"""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app import clock
from app.audit import service as audit
from app.audit.acts import Act
from app.configuration import ROOT
from app.extensions import db
from app.keeping import folder as folders
from app.keeping import orphans, queries
from app.keeping.restoring import aside
from app.notices import service as notices
from app.notices.models import Topic
from app.people.models import Person, Role
from app.settings import Settings

COMMAND = [sys.executable, "-m", "flask", "--app", "wsgi", "backup", "--nightly"]
AGAIN = timedelta(hours=1)
"""So long after a try that failed the next one begins."""
DAY = timedelta(days=1)
NEVER = datetime.min.replace(tzinfo=UTC)
SEEN = "worker-seen"
"""A file whose age says when a worker was last at it."""


def sweep() -> None:
    """What is to be done in this minute."""
    settings: Settings = current_app.config["SETTINGS"]
    at = clock.now()
    (settings.data / SEEN).touch()
    if settings.backup_at:
        folders.begun(settings)
        _tell_of_failure(settings, at)
        if is_due(settings, at=at):
            _begin()
    is_first = at - current_app.extensions.get("kept_tidy", NEVER) >= DAY
    _sweep_photos(at, is_first=is_first)
    if is_first:
        _let_go_aside(settings, at)
        current_app.extensions["kept_tidy"] = at


def is_due(settings: Settings, *, at: datetime) -> bool:
    """Whether the hour of the night has passed without a good backup, and nobody is at one."""
    due = folders.last_due(settings.backup_at, ZoneInfo(settings.default_timezone), at=at)
    good, tried = folders.last_good(settings.backups), folders.last_try(settings.backups)
    since = good.made_at if good else queries.born(settings)
    if since is None or since >= due or (tried and at - tried.made_at < AGAIN):
        return False
    return not folders.is_busy(settings.backups)


def _begin() -> None:
    known = current_app.extensions
    if (before := known.get("backup")) is not None:
        before.poll()
    known["backup"] = subprocess.Popen(  # noqa: S603 - our own command
        COMMAND, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL
    )


def _tell_of_failure(settings: Settings, at: datetime) -> None:
    """Tell admins of a try that has failed, once."""
    tried = folders.last_try(settings.backups)
    if tried is None or tried.is_told or folders.is_busy(settings.backups):
        return
    admins = select(Person).where(Person.role == Role.ADMIN, Person.active)
    words = notices.Words(
        _("The backup has failed"),
        _(
            "%(why)s It is tried again each hour. What to do: run `flask doctor` on the server.",
            why=tried.why,
        ),
        link="/today",
    )
    notices.tell(db.session.scalars(admins), Topic.SYSTEM, words, about="backup", at=at)
    db.session.commit()
    folders.note_try(settings.backups, replace(tried, is_told=True))


def _let_go_aside(settings: Settings, at: datetime) -> None:
    """Take away what restores have kept aside for long enough."""
    kept = timedelta(days=settings.kept_aside_days)
    for name in aside.let_go(settings.data, db.engine, kept, at=at):
        audit.note(Act.DATA_FORGOTTEN, at=at, name=name)
    db.session.commit()


def _sweep_photos(at: datetime, *, is_first: bool) -> None:
    """Once a day, when a worker begins, and while some wait to be found a second time."""
    known = current_app.extensions
    files: dict[str, float] = known.setdefault("orphans", {})
    rows: dict[int, float] = known.setdefault("unborne", {})
    if files or is_first:
        orphans.sweep(files, at=at)
    if rows or is_first:
        orphans.sweep_rows(rows, at=at)
        db.session.commit()
