"""An upgrade loses no tag: what hung on a wall before it answers after it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade

from app import create_app
from app.codes import queries
from app.codes.code import with_check
from app.codes.models import Tag, TagState
from app.extensions import db
from app.settings import Settings
from tests.builders import NOON

BEFORE = {
    with_check("00000000001"): ("issued", None),
    with_check("00000000002"): ("printed", NOON),
    with_check("00000000003"): ("void", NOON),
}
"""The tags of one room each, as the first tables kept them."""
AFTER = {"issued": TagState.BLANK, "printed": TagState.PRINTED, "void": TagState.VOID}


def _written_before() -> None:
    """A room for each tag, in the tables of the first revision."""
    tables = sa.MetaData()
    tables.reflect(db.engine)

    def add(table: str, **values: Any) -> int:
        inserted = db.session.execute(sa.insert(tables.tables[table]).values(values))
        return int(cast("Any", inserted).inserted_primary_key[0])

    phone = add("support_calendar", name="Support", phone="5555", timezone="UTC")
    site = add("site", name="Campus", support_calendar_id=phone)
    building = add("building", name="Hall", site_id=site)
    moment = NOON.replace(tzinfo=None) if db.engine.dialect.name == "sqlite" else NOON
    for number, (code, (state, printed)) in enumerate(BEFORE.items()):
        room = {"building_id": building, "name": f"2.0{number}", "description": ""}
        kept = {"criticality": "B", "version": 1, "created_at": moment}
        room_id = add("room", **room, **kept)
        at = {"issued_at": moment, "printed_at": moment if printed else None}
        add("tag", code=code, room_id=room_id, state=state, **at)
    db.session.commit()


def _upgraded(settings: Settings, look: Callable[[], None]) -> None:
    with create_app(settings).app_context():
        try:
            upgrade(revision="0001")
            _written_before()
            upgrade()
            look()
        finally:
            db.session.remove()
            db.engine.dispose()


def _every_tag_is_there() -> None:
    found = {tag.code: tag for tag in db.session.scalars(sa.select(Tag))}
    assert found.keys() == BEFORE.keys()
    for code, (state, printed) in BEFORE.items():
        tag = found[code]
        assert (tag.state, tag.issued_at, tag.printed_at) == (AFTER[state], NOON, printed)
        assert tag.room_id is not None
        assert (tag.equipment_id, tag.address, tag.scanned_on) == (None, None, None)
        assert (queries.answering(code) is tag) is (state != "void")


def test_every_tag_survives_the_upgrade(settings: Settings, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    _upgraded(settings.model_copy(update={"database_url": url}), _every_tag_is_there)


@pytest.mark.postgres
def test_every_tag_survives_the_upgrade_on_postgresql(
    settings: Settings, postgres_url: str
) -> None:
    _upgraded(settings.model_copy(update={"database_url": postgres_url}), _every_tag_is_there)
