"""Every field that an import can change has a name that people know, wherever it is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.imports.applying.beside import DEFAULTS
from app.imports.looking.lines import told_changes
from app.imports.models import ImportChange
from app.imports.planning.conflicts import WORDS as HELD_APART
from app.imports.planning.equipping.changes import PLAIN
from app.imports.planning.plans import Change, Line, Outcome, Plan
from app.imports.planning.things import KEYED_BY
from app.imports.reading.vocabulary import FIELDS
from app.imports.saying import show_plan
from app.imports.words import FIELD_WORDS, field_word
from tests.imports.test_cobie import Workbook
from tests.imports.test_things import imported
from tests.pages import fetch

OF_ROOMS = ("name", "floor", "description", "criticality", "external_id")
OF_UNITS = (*PLAIN, "room", "equipment_type", "maker", "model_number", "external_id")
UNSAID = {"label", "position", "timezone", "spans", "opens", "closes"}
"""What is recorded of places and calendars, which an import makes and never changes."""


def changeable() -> Iterator[str]:
    """Every field of which a plan can say that it changes."""
    yield from (*OF_ROOMS, *OF_UNITS, *HELD_APART, "members", "rrule", "scope", "external_id")
    for columns in DEFAULTS.values():
        yield from (name.removesuffix("_id") for name in columns if name != "external_id")
    for keys in KEYED_BY.values():
        yield from keys


@pytest.mark.parametrize("name", sorted({*changeable()}))
def test_a_field_that_a_plan_can_change_has_words_on_the_page_and_in_the_command(
    app: Flask, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    words = str(FIELD_WORDS[name])
    line = Line(7, Outcome.CHANGE, "East", changes=(Change(name, "old", "new"),))
    assert list(told_changes(line)) == [f"{words}: old → new"]
    show_plan(Plan(lines=(line,)), 5)
    assert f"East: {words} “old” → “new”" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted({each for fields in FIELDS.values() for each in fields}))
def test_a_field_that_a_list_can_tell_has_words(name: str) -> None:
    assert name in FIELD_WORDS


def test_a_column_of_somebody_s_list_keeps_its_name(app: Flask) -> None:
    assert field_word("Raum-Nr.") == "Raum-Nr."


def newer(sheets: Workbook) -> None:
    """Everything that a workbook tells of a thing beside rooms and units is another."""
    sheets["Contact"][1][2:4] = ["5559", "Bonn"]
    sheets["Zone"] += [["East", "Tenant", 104]]
    sheets["System"] += [["Safety", "Light", "Light-1"]]
    sheets["Spare"][1][1:] = ["Kit", "Unit 7", "desk@acme.example", "Two pins", "S-1", "P-8"]
    sheets["Job"][1][3:] = ["Weigh it", 1, "hour", 1, "year"]


def test_all_that_a_newer_workbook_changed_is_told_in_words_on_its_page(
    manager: FlaskClient, types: None
) -> None:
    imported()
    plan = imported(newer)
    fields = {each.field for line in plan.lines for each in line.changes}
    assert fields >= {"phone", "address", "members", "part_number", "set_number", "rrule"}
    shown = fetch(manager, "/imports/batches/2").main
    for name in fields - {"members"}:
        assert f"{FIELD_WORDS[name]}: " in shown, name
    assert "Rooms: 3 → 4" in shown


def test_what_past_imports_recorded_has_words(types: None) -> None:
    imported()
    recorded = {name for each in db.session.scalars(select(ImportChange)) for name in each.after}
    told = {name for name in recorded if not name.endswith("_id") or name == "external_id"}
    assert told - UNSAID <= FIELD_WORDS.keys()
