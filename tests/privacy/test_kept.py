"""Every column that could say something of a person is thought about, and told."""

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.database import Base
from app.language import N_
from app.privacy.kept import KEPT, OF_THINGS, PLAIN
from app.privacy.owning import DONE, IN_HAND, OWN, name_of, pointing
from tests.pages import fetch


def _texts() -> set[str]:
    """All columns that hold words, but for enums."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON) and not isinstance(column.type, sa.Enum)
    }


def test_every_column_of_text_is_thought_about(app: Flask) -> None:
    personal = {name for each in KEPT for name in each.columns}
    thought = personal | PLAIN
    unknown = {each for each in _texts() - thought if each.partition(".")[0] not in OF_THINGS}
    assert unknown == set(), "say in app/privacy/kept.py what is kept in these, and how long"
    assert thought - _texts() == set(), "these are gone"
    assert personal & PLAIN == set()
    assert {each.partition(".")[0] for each in personal} & OF_THINGS == set()


def test_every_column_that_says_a_person_is_thought_about(app: Flask) -> None:
    pointed = {name_of(column) for column in pointing()}
    assert pointed - (OWN | IN_HAND | DONE) == set(), "say in app/privacy/owning.py whose rows"
    assert (OWN | IN_HAND | DONE) - pointed == set(), "these are gone"


def test_everybody_reads_what_is_kept(client: FlaskClient) -> None:
    page = fetch(client, "/privacy")
    for each in KEPT:
        assert N_(each.what) in page.text
        assert each.how_long in page.text
