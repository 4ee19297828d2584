"""Looking at the machine: versions, fonts, disk, folders, clock, mail, worker."""

import os
import platform
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import Connection

from app.database import wal_is_safe
from app.keeping.doctor.findings import Finding, fine, look, wrong
from app.keeping.jobs import SEEN
from app.outgoing_mail import NotPosted, reach
from app.settings import Settings
from app.sqlite import sqlite3
from app.version import VERSION

GIB, MIB = 2**30, 2**20
ENOUGH, TOO_LITTLE = 2 * GIB, 200 * MIB
WORKER_LATE = timedelta(minutes=5)
DRIFT, MUCH_DRIFT = 5.0, 60.0


def versions() -> Finding:
    """What runs here."""
    said = f"Roomworthy {VERSION}, Python {platform.python_version()}"
    return fine("versions", f"{said}, SQLite {sqlite3.sqlite_version}.")


def journal(connection: Connection) -> Finding:
    """Whether SQLite may keep its write-ahead log."""
    if connection.dialect.name != "sqlite":
        return fine("journal", "The database is PostgreSQL.")
    if wal_is_safe(sqlite3.sqlite_version_info):
        return fine("journal", "SQLite has the fix of its WAL-reset fault: readers never wait.")
    return look(
        "journal",
        f"SQLite {sqlite3.sqlite_version} has the WAL-reset fault, so the program keeps to the"
        " rollback journal: nothing is lost, and readers wait for whoever writes.",
        "Install pysqlite3 from its wheel, and nobody waits. It may stay as it is.",
    )


def drawing() -> Finding:
    """Whether tags can be drawn: Pango, and fonts."""
    try:
        import weasyprint  # noqa: PLC0415 - costs a second
        from weasyprint.text.ffi import pango  # noqa: PLC0415 - as above
    except (ImportError, OSError) as error:
        return wrong("drawing", f"Pango is missing: {error}", "Run scripts/system-packages run.")
    said = f"WeasyPrint {weasyprint.__version__}, Pango {pango.pango_version()}"
    fonts = sum(1 for folder in _font_folders() for _each in folder.rglob("*.[ot]t[fc]"))
    if not fonts:
        return wrong(
            "drawing", f"{said}, and no font is installed.", "Install fonts-noto-core and -cjk."
        )
    return fine("drawing", f"{said}, {fonts} fonts.")


def _font_folders() -> Iterator[Path]:
    named = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
    yield from (path for each in named if (path := Path(each).expanduser()).is_dir())


def disk(settings: Settings) -> Iterator[Finding]:
    """How much room is left where data and backups are."""
    for what, folder in (("disk", settings.data), ("disk of backups", settings.backups)):
        if not folder.exists():
            continue
        left = shutil.disk_usage(folder).free
        said = f"{left / GIB:.1f} GiB are left in {folder}."
        if left < TOO_LITTLE:
            yield wrong(what, said, "Make room at once: checks can't be stored on a full disk.")
        elif left < ENOUGH:
            yield look(what, said, "Make room, or let fewer backups be kept.")
        else:
            yield fine(what, said)


def folders(settings: Settings) -> Iterator[Finding]:
    """Whether the program may write where it has to."""
    wanted = [settings.data, settings.backups]
    wanted += [settings.data / name for name in ("photos", "sheets", "imports")]
    shut = [str(path) for path in wanted if path.exists() and not os.access(path, os.W_OK)]
    if shut:
        yield wrong(
            "folders",
            f"Nothing can be written to {', '.join(shut)}.",
            "Give the folder to the user that runs the program.",
        )
    key = settings.data / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield wrong("key", f"Others can read {key}.", f"chmod 600 {key}")
    if not shut:
        yield fine("folders", "All folders can be written to.")


def clock_of(connection: Connection, at: datetime) -> Finding:
    """Whether the clock here and that of the database agree."""
    if connection.dialect.name != "postgresql":
        return fine("clock", f"The clock says {at:%Y-%m-%d %H:%M} UTC. Compare it with yours.")
    there = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    drift = abs((there - datetime.now(UTC)).total_seconds())
    said = f"The clock is {drift:.0f} seconds from that of the database."
    if drift < DRIFT:
        return fine("clock", said)
    do = "Let both follow the same time server."
    return (wrong if drift > MUCH_DRIFT else look)("clock", said, do)


def address(settings: Settings) -> Finding:
    """Whether tags can be printed."""
    if not settings.public_url:
        return look(
            "address",
            "No public address is set, so no tag can be printed.",
            "Set ROOMWORTHY_PUBLIC_URL, such as https://rooms.example.edu.",
        )
    if not settings.public_url.startswith("https://"):
        return look(
            "address", f"{settings.public_url} is not sealed by TLS.", "Put a proxy before it."
        )
    return fine("address", f"Tags bear {settings.public_url}.")


def mail(settings: Settings, *, is_tried: bool) -> Finding:
    """Whether mail is sent; asks the server only where that is wanted."""
    if not settings.sends_mail:
        do = "Set ROOMWORTHY_MAIL_HOST and ROOMWORTHY_MAIL_FROM."
        return look("mail", "No mail server is named: nobody is told by mail.", do)
    if not is_tried:
        return fine("mail", f"Mail goes to {settings.mail_host}; --try asks whether it answers.")
    try:
        reach(settings)
    except NotPosted as problem:
        return wrong(
            "mail", f"{settings.mail_host} does not take mail: {problem}", "Ask its keeper."
        )
    return fine("mail", f"{settings.mail_host} answers, and knows us.")


def worker(settings: Settings, at: datetime) -> Finding:
    """Whether a worker was at it lately."""
    seen = settings.data / SEEN
    do = "Start it: flask --app wsgi jobs run. It sends notices, prints, and backs up."
    if not seen.exists():
        return wrong("worker", "No worker has ever run here.", do)
    since = datetime.fromtimestamp(seen.stat().st_mtime, UTC)
    if at - since > WORKER_LATE:
        return wrong("worker", f"The worker was last at it at {since:%Y-%m-%d %H:%M} UTC.", do)
    return fine("worker", "The worker is at it.")
