"""Whatever goes out comes in again and changes nothing, whatever the names are."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings

from app.errors import Refusal
from app.imports.planning.plans import Outcome
from app.imports.preparing import Prepared
from tests.examples import examples
from tests.exports.estates import (
    ESTATES,
    emptied,
    prepare_types,
    store,
    told_apart,
    trial,
    written,
)

TABLES = ("csv", "xlsx", "json")
LISTS = [
    ("rooms", {}),
    ("rooms", {"use": "retired"}),
    ("equipment", {}),
    ("equipment", {"condition": "retired"}),
    ("spares", {}),
    ("stock", {}),
]
EXAMPLES = int(os.environ.get("EXAMPLES", examples(15)))
NOTHING = b"PK\x05\x06" + bytes(18)
anything = given(ESTATES)
often = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def prepared(app: Flask) -> None:
    """Types and a calendar; each example stores an estate of its own."""
    prepare_types()


def other_than_the_same(made: Prepared) -> list[str]:
    """What importing the file would do, or why it can't; nothing where it changes nothing."""
    if made.refused or made.plan is None:
        return [str(made.refused)]
    plan = made.plan
    on_the_way = {what: number for what, number in plan.made_on_the_way.items() if number}
    return [
        f"{line.outcome} {line.name!r} {line.changes} {[str(each) for each in line.says]}"
        for line in plan.lines
        if line.outcome is not Outcome.SAME
    ] + [str(on_the_way)] * bool(on_the_way)


def workbooks(content: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        yield from (whole.read(name) for name in whole.namelist())


@pytest.mark.parametrize("ending", TABLES)
@often
@anything
def test_a_list_that_went_out_changes_nothing_when_it_comes_in(
    prepared: None, ending: str, estate: dict[str, Any]
) -> None:
    store(estate)
    for name, filters in LISTS:
        if not json.loads(written(name, "json", **filters)):  # without rows it is no list
            continue
        content = written(name, ending, **filters)
        made = trial(content, ending)
        assert not other_than_the_same(made), (name, filters)
        assert made.mapping
        assert made.mapping.kind == name


@often
@anything
def test_cobie_workbooks_that_went_out_change_nothing_when_they_come_in(
    prepared: None, estate: dict[str, Any]
) -> None:
    store(estate)
    for name in ("rooms", "equipment"):
        content = NOTHING
        with suppress(Refusal):  # where nothing is in use
            content = written(name, "cobie.zip")
        for workbook in workbooks(content):
            assert not other_than_the_same(trial(workbook, "xlsx")), name


SEEN_HERE = {"last_checked_at", "check_due_on", "condition"}
"""Columns of what happened to a thing here; a list makes it anew without."""


def told(name: str) -> list[dict[str, str]]:
    """The rows of a list that goes out, without what only this house knows, in one order."""
    rows = csv.DictReader(io.StringIO(written(name, "csv").decode("utf-8-sig"), newline=""))
    kept = [{column: row[column] for column in row if column not in SEEN_HERE} for row in rows]
    return sorted(kept, key=lambda row: list(row.values()))


@pytest.mark.parametrize("ending", [*TABLES, "cobie.xlsx"])
@often
@anything
def test_what_went_out_of_one_house_is_the_same_in_another(
    prepared: None, app: Flask, tmp_path: Path, ending: str, estate: dict[str, Any]
) -> None:
    store(told_apart(estate))
    before = {name: told(name) for name in ("rooms", "equipment")}
    assume(before["rooms"])
    files = list(_files(tmp_path, ending, [name for name in before if before[name]]))
    emptied()
    for file in files:
        done = app.test_cli_runner().invoke(
            args=["import", str(file), "--phone", "5555", "--apply"], catch_exceptions=False
        )
        assert "Applied." in done.output, done.output
    assert {name: told(name) for name in before} == before


def _files(folder: Path, ending: str, names: list[str]) -> Iterator[Path]:
    """The lists as files; of COBie a workbook of each building that has rooms."""
    whole = {f"{name}.{ending}": written(name, ending) for name in names if ending in TABLES}
    if not whole:
        zipped = written("rooms", "cobie.zip")
        whole = {f"{n}.xlsx": content for n, content in enumerate(workbooks(zipped))}
    for name, content in whole.items():
        (folder / name).write_bytes(content)
        yield folder / name
