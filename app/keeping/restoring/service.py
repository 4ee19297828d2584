"""Restoring, step by step: stage, say what would be lost, and change over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from app.audit import service as audit
from app.audit.acts import Act
from app.extensions import db
from app.keeping.making import TOLD_SETTINGS
from app.keeping.restoring import changing, losing, staging
from app.keeping.sealed.sealing import is_key_of, read_head
from app.settings import Settings


@dataclass(frozen=True)
class Again:
    """What a feature does with data that was restored: `do` after `carried` tables were filled up.

    A feature offers it as `again` in its `restored.py`. The session speaks to the restored data.
    """

    carried: tuple[str, ...]
    """Tables whose rows of today count for the restored data, too."""
    do: Callable[[datetime], None]


@dataclass(frozen=True)
class Staged:
    """A backup that is unpacked and compared, beside what is there."""

    secrets: dict[str, bytes]
    made_at: datetime
    lost: dict[str, int]
    """What would be gone, by its name in the plural."""
    differs: dict[str, tuple[str, str]]
    """Settings that were others: as they were, as they are."""
    missing: int
    """Photos that were gone already when the backup was made."""
    ends_sessions: bool


def stage(file: Path, passphrase: str, settings: Settings) -> Staged:
    """Check all of a backup, and make ready what it would come to; nothing live is touched."""
    with file.open("rb") as opened:
        head, _whole = read_head(opened)
    found = staging.stage(file, passphrase, db.engine, settings.data)
    with staging.engine_of(db.engine, settings.data) as engine, engine.connect() as staged:
        gone = _lost(staged)
    said = {name: str(getattr(settings, name)) for name in TOLD_SETTINGS}
    before = found.index.settings
    return Staged(
        found.secrets,
        datetime.fromisoformat(head["made_at"]),
        gone,
        {name: (before[name], here) for name, here in said.items() if before.get(name) != here},
        len(found.index.missing),
        not is_key_of(found.index.key_mark, settings.signing_key()),
    )


def _lost(staged: sa.Connection) -> dict[str, int]:
    try:
        with db.engine.connect() as live:
            return losing.lost(live, staged)
    except sa.exc.DatabaseError:
        return {}  # what is there can't be read: then there is nothing to compare with


def change_over(staged: Staged, settings: Settings, *, at: datetime) -> Path:
    """Put what is there aside, and the backup in its place; where the old data is kept."""
    data = settings.data
    aside = changing.put_aside(db.engine, data, at=at)
    changing.add_photos(data)
    with staging.engine_of(db.engine, data) as engine:
        _bring_up_to_today(engine, staged, at)
    changing.keep_secrets(staged.secrets if not settings.secret_key else {}, data)
    db.session.remove()
    changing.mark(aside, data)
    changing.change(db.engine, data)
    return aside


def _bring_up_to_today(engine: sa.Engine, staged: Staged, at: datetime) -> None:
    """What was decided since holds for the restored data: erasures; a key that is no more."""
    done: tuple[Again, ...] = current_app.extensions["restored"]
    with engine.connect() as connection:
        for name in (name for each in done for name in each.carried):
            _carry(connection, name)
        if staged.ends_sessions:
            staging.end_sessions(connection)
        connection.commit()
    with staging.speaking_to(db, engine):
        for each in done:
            each.do(at)
        audit.note(Act.RESTORED, at=at, name=staged.made_at.isoformat(timespec="minutes"))


def _carry(connection: sa.Connection, name: str) -> None:
    try:
        with db.engine.connect() as live:
            staging.carry(live, connection, name)
    except sa.exc.DatabaseError:
        pass
