"""The lines of a dry run, kept beside the file in a small database of their own.

So a page of fifty lines of 200,000 is found at once, by outcome, by reason, by words, and takes no
more memory than fifty lines. It is written once, whole, and never changed.
"""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.imports.planning.plans import FIGURES, Change, Line, Outcome, Sentence
from app.imports.runs.found.findings import value_of
from app.sqlite import sqlite3

TABLES = """
    CREATE TABLE line (
        number INTEGER PRIMARY KEY, sheet TEXT, line INTEGER, outcome TEXT, name TEXT, place TEXT,
        changes TEXT, says TEXT, cells TEXT, words TEXT
    );
    CREATE TABLE reason (key INTEGER PRIMARY KEY, outcome TEXT, lines INTEGER, example TEXT);
    CREATE TABLE given (reason INTEGER, line INTEGER, PRIMARY KEY (reason, line)) WITHOUT ROWID;
    CREATE TABLE header (sheet TEXT, cells TEXT);
"""
INDEX = "CREATE INDEX by_outcome ON line (outcome, number)"

Raw = Callable[[Line], Sequence[str]]
"""The cells that a line was read from, as the file has them."""


@dataclass(frozen=True, slots=True)
class TriedLine:
    """A line of the dry run, its number among all, and the cells that it was read from."""

    number: int
    line: Line
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why lines have their outcome: a sentence as an example, and how many say so."""

    key: int
    outcome: Outcome
    example: Sentence
    lines: int


def write(
    path: Path, lines: Iterable[Line], raw: Raw, headers: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Write the lines of a dry run to a new file, which then stands there whole.

    `headers` are the column names by sheet, "" for a list of one sheet. Raises OSError where there
    is no room.
    """
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(new, isolation_level=None)) as into:
            into.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
            into.execute("BEGIN")
            reasons = _Reasons()
            kept = "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            into.executemany(kept, _rows(lines, raw, reasons))
            into.executemany("INSERT INTO reason VALUES (?, ?, ?, ?)", reasons.rows())
            into.executemany("INSERT OR IGNORE INTO given VALUES (?, ?)", reasons.given)
            named = [(sheet, json.dumps(cells)) for sheet, cells in (headers or {}).items()]
            into.executemany("INSERT INTO header VALUES (?, ?)", named)
            into.execute(INDEX)
            into.execute("COMMIT")
        new.chmod(0o600)
        new.replace(path)
    except sqlite3.OperationalError as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error)) from error
    finally:
        new.unlink(missing_ok=True)


class _Reasons:
    """The reasons met so far, each with a number and an example."""

    def __init__(self) -> None:
        self.given: list[tuple[int, int]] = []
        self._keys: dict[tuple[Outcome, str, str], int] = {}
        self._lines: list[int] = []
        self._examples: list[tuple[Outcome, Sentence]] = []

    def note(self, number: int, line: Line) -> None:
        """Note what a line says."""
        for key in {self._key(line.outcome, said) for said in line.says}:
            self._lines[key] += 1
            self.given.append((key, number))

    def _key(self, outcome: Outcome, said: Sentence) -> int:
        wanted = (outcome, said.column, said.message)
        if wanted not in self._keys:
            self._keys[wanted] = len(self._lines)
            self._lines.append(0)
            self._examples.append((outcome, said))
        return self._keys[wanted]

    def rows(self) -> Iterator[tuple[int, str, int, str]]:
        """The reasons as they are kept."""
        for key, (outcome, said) in enumerate(self._examples):
            yield key, outcome.value, self._lines[key], json.dumps(_said(said))


def _rows(lines: Iterable[Line], raw: Raw, reasons: _Reasons) -> Iterator[tuple[Any, ...]]:
    for number, line in enumerate(lines):
        cells = raw(line)
        reasons.note(number, line)
        changes = json.dumps([(each.field, each.old, each.new) for each in line.changes])
        says = json.dumps([_said(each) for each in line.says])
        words = "\n".join((line.name, line.place, *cells)).casefold()
        outcome = line.outcome.value
        yield (
            *(number, line.sheet, line.line, outcome, line.name, line.place),
            *(changes, says, json.dumps(list(cells)), words),
        )


def _said(said: Sentence) -> list[Any]:
    values = {name: value_of(value) for name, value in said.values.items()}
    return [said.message, values, said.column]


class Tried:
    """The lines that were written; read a part at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _asked(self, wanted: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as connection:
            yield from connection.execute(wanted, values)

    def figures(self) -> Mapping[Outcome, int]:
        """How many lines there are of each figure; together, all that were read."""
        return {figure: self.count(figure.value) for figure in FIGURES}

    def reasons(self) -> Sequence[Reason]:
        """Why lines have their outcome, the commonest first."""
        asked = self._asked(
            "SELECT key, outcome, example, lines FROM reason ORDER BY lines DESC, key"
        )
        return [
            Reason(key, Outcome(outcome), _sentence(json.loads(example)), lines)
            for key, outcome, example, lines in asked
        ]

    def count(self, outcome: str = "", reason: int | None = None, words: str = "") -> int:
        """How many lines `lines` would go through."""
        where, values = _where(outcome, reason, words)
        return int(next(self._asked(f"SELECT count(*) FROM line {where}", *values))[0])  # noqa: S608 - our own words

    def lines(
        self,
        outcome: str = "",
        reason: int | None = None,
        words: str = "",
        *,
        first: int = 0,
        most: int = 50,
    ) -> Sequence[TriedLine]:
        """Lines in the order of the file, those of an outcome, of a reason, with all the words.

        Conflicts are refused lines, and may be asked for by themselves.
        """
        where, values = _where(outcome, reason, words)
        wanted = f"SELECT * FROM line {where} ORDER BY number LIMIT ? OFFSET ?"  # noqa: S608 - our own words
        return [_tried(row) for row in self._asked(wanted, *values, most, first)]

    def all(self, outcome: str = "", reason: int | None = None) -> Iterator[TriedLine]:
        """All lines, one after another; for a file."""
        where, values = _where(outcome, reason, "")
        wanted = f"SELECT * FROM line {where} ORDER BY number"  # noqa: S608 - our own words
        yield from (_tried(row) for row in self._asked(wanted, *values))

    def headers(self) -> Mapping[str, Sequence[str]]:
        """The column names by sheet, "" for a list of one sheet."""
        asked = self._asked("SELECT sheet, cells FROM header")
        return {sheet: json.loads(cells) for sheet, cells in asked}


def _where(outcome: str, reason: int | None, words: str) -> tuple[str, list[object]]:
    asked: list[tuple[str, object]] = []
    if outcome == Outcome.REFUSED:
        asked.append(("outcome IN (?, 'conflict')", outcome))
    elif outcome:
        asked.append(("outcome = ?", outcome))
    if reason is not None:
        asked.append(("number IN (SELECT line FROM given WHERE reason = ?)", reason))
    asked += [("instr(words, ?) > 0", word) for word in words.casefold().split()[:8]]
    where = "WHERE " + " AND ".join(term for term, _value in asked) if asked else ""
    return where, [value for _term, value in asked]


def _tried(row: tuple[Any, ...]) -> TriedLine:
    number, sheet, line, outcome, name, place, changes, says, cells, _words = row
    made = Line(
        line,
        Outcome(outcome),
        name,
        place,
        tuple(Change(*each) for each in json.loads(changes)),
        tuple(_sentence(each) for each in json.loads(says)),
        sheet,
    )
    return TriedLine(number, made, tuple(json.loads(cells)))


def _sentence(kept: list[Any]) -> Sentence:
    message, values, column = kept
    return Sentence(message, values, column)
