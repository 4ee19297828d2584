"""Looking at the data: tables, backups, photos, notices, what a restore has left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from app import gate, schema
from app.extensions import db
from app.keeping import orphans, queries
from app.keeping.doctor.findings import Finding, fine, look, wrong
from app.keeping.restoring import aside
from app.keeping.restoring.changing import MARK
from app.keeping.restoring.staging import place
from app.keeping.snapshots import DatabaseDamaged, insist_on_soundness
from app.notices.models import Notice
from app.settings import Settings

MOST_NAMED = 5
WAITS_LONG = timedelta(hours=1)


def tables(connection: Connection) -> Finding:
    """Whether the tables are this program's."""
    standing = schema.standing(connection)
    if standing is schema.Standing.SAME:
        return fine("tables", f"The tables are of this version ({schema.known()[-1]}).")
    do = "flask --app wsgi prepare"
    said = gate.SENTENCES.get(standing, "There are no tables yet.")
    return wrong("tables", said, do if standing is not schema.Standing.NEWER else "See above.")


def soundness(connection: Connection) -> Finding:
    """Whether the database finds itself whole."""
    try:
        insist_on_soundness(connection)
    except DatabaseDamaged as damage:
        return wrong("database", str(damage), "Restore the last good backup.")
    return fine("database", "The database finds itself whole.")


def backups(settings: Settings, at: datetime) -> Iterator[Finding]:
    """How old the last good backup is."""
    found = queries.backups(at=at)
    if found is None:
        do = 'Set ROOMWORTHY_BACKUP_AT="02:00", or run flask --app wsgi backup each night.'
        yield wrong("backups", "None was ever made, and none is wanted.", do)
        return
    made = f"{found.good_at:%Y-%m-%d %H:%M} UTC" if found.good_at else "never"
    said = f"The last good backup: {made}. {found.why}".strip()
    if found.is_red:
        yield wrong("backups", said, "Run flask --app wsgi backup, and see that a worker runs.")
    elif found.why:
        yield look("backups", said, "Run flask --app wsgi backup to see whether it is mended.")
    else:
        yield fine("backups", said)
    if not settings.backup_passphrase:
        do = "Set ROOMWORTHY_BACKUP_PASSPHRASE, and keep it elsewhere, too."
        yield look("seal", "Backups are not sealed: whoever has one can read all of it.", do)


def photos(at: datetime) -> Iterator[Finding]:
    """Photos without files, files without photos."""
    gone = list(islice(orphans.missing(), 1000))
    if gone:
        named = ", ".join(gone[:MOST_NAMED])
        do = "Restore a backup that has them elsewhere, and copy them into the folder of photos."
        yield wrong("photos", f"The files of {len(gone)} photos are missing: {named}.", do)
    else:
        yield fine("photos", "Every photo has its file.")
    if left := sum(1 for _each in islice(orphans.orphans(at=at), 1000)):
        do = "Nothing: the worker lets them go once a day."
        yield look("orphans", f"Nothing leads to {left} files of photos.", do)


def notices(at: datetime) -> Finding:
    """What should have been told, and was not."""
    waits = (Notice.sent_at.is_(None), Notice.dead_at.is_(None), Notice.try_at < at - WAITS_LONG)
    count = db.session.scalar(select(func.count()).select_from(Notice).where(*waits)) or 0
    if count:
        do = "See that a worker runs, and what /notices says of each."
        return look("notices", f"{count} notices wait for more than an hour.", do)
    return fine("notices", "No notice waits for long.")


def restores(settings: Settings, at: datetime) -> Iterator[Finding]:
    """What restores have left behind."""
    if (place(settings.data) / MARK).exists():
        do = "Start any command of the program: it is finished then."
        yield wrong("restore", "A restore was cut off amid its change.", do)
    elif place(settings.data).exists():
        do = f"Remove {place(settings.data)}, unless a restore is at it just now."
        yield look("restore", "A restore was begun and not done.", do)
    for each in aside.folders(settings.data):
        yield _kept(each, f"rm -r {settings.data / each.name}", settings, at)


def schemas(connection: Connection, settings: Settings, at: datetime) -> Iterator[Finding]:
    """What restores have left behind in the database."""
    for each in aside.schemas(connection):
        yield _kept(each, f'DROP SCHEMA "{each.name}" CASCADE', settings, at)


def _kept(each: aside.Aside, removes: str, settings: Settings, at: datetime) -> Finding:
    said = f"{each.name} is the data of before a restore, {(at - each.since).days} days old"
    goes = each.since + timedelta(days=settings.kept_aside_days)
    when = f"goes by itself on {goes:%Y-%m-%d}" if goes >= at else "should be gone: see the worker"
    do = f"If nobody misses anything, remove it now: {removes}. It holds people's data, and {when}."
    return look("aside", f"{said}, {each.size / 2**20:.1f} MiB.", do)
