"""What restores have kept aside: a folder, on PostgreSQL a schema as well; both go in time."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.keeping.restoring.changing import ASIDE

FOLDER = re.compile(r"before-(\d{8}T\d{6})")
SCHEMA = re.compile(r"roomworthy_before_(\d{8}t\d{6})")
SIZES = """
    SELECT nspname, coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)
    FROM pg_namespace LEFT JOIN pg_class ON relnamespace = pg_namespace.oid AND relkind = 'r'
    WHERE nspname LIKE 'roomworthy\\_before\\_%' GROUP BY nspname ORDER BY nspname
"""


@dataclass(frozen=True)
class Aside:
    """The data of before a restore: where it is, since when, and its bytes."""

    name: str
    since: datetime
    size: int


def folders(data: Path) -> Iterator[Aside]:
    """What is kept in the data folder; other folders are nobody's business here."""
    for path in sorted(data.glob("before-*")):
        if (named := FOLDER.fullmatch(path.name)) and path.is_dir() and not path.is_symlink():
            size = sum(each.lstat().st_size for each in path.rglob("*") if each.is_file())
            yield Aside(path.name, _moment(named[1]), size)


def schemas(connection: Connection) -> Iterator[Aside]:
    """What is kept in a database of PostgreSQL."""
    for name, size in connection.execute(sa.text(SIZES)).all():
        if named := SCHEMA.fullmatch(name):
            yield Aside(name, _moment(named[1].upper()), int(size))


def let_go(data: Path, engine: sa.Engine, kept: timedelta, *, at: datetime) -> list[str]:
    """Take away what was kept for longer; the names of what went."""
    gone = []
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            gone = [each.name for each in schemas(connection) if at - each.since > kept]
            for name in gone:
                connection.exec_driver_sql(f'DROP SCHEMA "{name}" CASCADE')
    for each in folders(data):
        if at - each.since > kept:
            shutil.rmtree(data / each.name)
            gone.append(each.name)
    return gone


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, ASIDE).replace(tzinfo=UTC)
