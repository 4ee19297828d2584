"""A newer program on older tables: a proved backup first, then all migrations at once."""

from datetime import datetime

from flask import current_app

from app import in_use, schema
from app.audit import service as audit
from app.audit.acts import Act
from app.database import reading
from app.extensions import db
from app.gate import SENTENCES
from app.keeping import service
from app.keeping.folder import Busy
from app.schema import Standing
from app.settings import Settings


class NotUpgraded(Exception):
    """The tables are as they were, with the reason in a sentence."""


def bring_up_to_date(*, at: datetime) -> str:
    """Make the tables, or bring them to this program's; where the backup before it stands, or "".

    Killed at any moment, the tables are as they were, and the next call does it all.
    """
    with reading(), db.engine.connect() as connection:
        found = schema.standing(connection)
    if found is Standing.NEWER:
        raise NotUpgraded(SENTENCES[found])
    if found is Standing.SAME:
        return ""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        with in_use.alone(settings.data):
            return _upgraded(settings, found, at)
    except in_use.InUse:
        raise NotUpgraded(
            "The tables have to be brought up to date, and a server or a worker is running on them."
            " Stop it first."
        ) from None


def _upgraded(settings: Settings, found: Standing, at: datetime) -> str:
    kept = ""
    if found is Standing.OLDER:
        try:
            kept = service.back_up(db.engine, settings, "upgrade", at=at).path
        except (service.NotBackedUp, Busy) as trouble:
            raise NotUpgraded(
                f"No good backup could be made, so nothing was upgraded. {trouble}"
            ) from trouble
    schema.upgrade(db.engine)
    if kept:
        audit.note(Act.UPGRADED, at=at, name=schema.known()[-1])
        db.session.commit()
    return kept
