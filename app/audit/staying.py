"""What lets rows stay as they are: triggers that refuse to change or to remove them.

They hold back faults of this program and careless hands; who may drop a trigger is found out by
the chain and the seals. What has to go by law goes with a pass: a row of `history_pass`, which
names the table and never outlives its transaction.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import DDL, event

PASS = "EXISTS (SELECT 1 FROM history_pass WHERE of = '{table}')"  # noqa: S105 - no password
REFUSAL = "what stands in {table} stays as it is"

FUNCTION = """
CREATE OR REPLACE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT 1 FROM history_pass WHERE of = TG_TABLE_NAME) THEN
        IF TG_OP = 'UPDATE' THEN RETURN NEW; END IF;
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what stands in % stays as it is', TG_TABLE_NAME USING ERRCODE = '23001';
END $$
"""


def statements(table: str, columns: Sequence[str] = ()) -> dict[str, list[str]]:
    """By engine, what makes the rows of a table stay: all columns, or those that are named."""
    named = ", ".join(f'"{each}"' for each in columns)
    update = f"UPDATE OF {named}" if named else "UPDATE"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL.format(table=table)}'); END"
    unless = f"WHEN NOT {PASS.format(table=table)}"
    run = "EXECUTE FUNCTION history_stays()"
    return {
        "sqlite": [
            f'CREATE TRIGGER {table}_unchanged BEFORE {update} ON "{table}" {unless} {refuse}',
            f'CREATE TRIGGER {table}_not_removed BEFORE DELETE ON "{table}" {unless} {refuse}',
        ],
        "postgresql": [
            f'CREATE TRIGGER {table}_unchanged BEFORE {update} ON "{table}" FOR EACH ROW {run}',
            f'CREATE TRIGGER {table}_not_removed BEFORE DELETE ON "{table}" FOR EACH ROW {run}',
            f'CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON "{table}" {run}',
        ],
    }


SEALED: dict[str, tuple[str, ...]] = {}
"""Tables whose rows are history, and which of their columns: the features' models name them."""


def keep(table: Any, *columns: str) -> None:
    """Let the rows of the table stay from the moment on at which it is made.

    Migration 0011 does the same; one that makes the table anew on SQLite makes the triggers anew.
    """
    function = DDL(FUNCTION.replace("%", "%%")).execute_if(dialect="postgresql")
    event.listen(table, "after_create", function)
    for engine, each in statements(table.name, columns).items():
        for statement in each:
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=engine))


def seal(table: Any, *, but: Collection[str] = (), late: Collection[str] = ()) -> None:
    """Count the rows of a table as history: they stay, and are sealed as they come.

    `but` are columns that may still change by themselves, as the model says why. `late` are sealed
    like all others, and may be set once more by the transaction that brought the row.
    """
    columns = [column.name for column in table.columns if column.name not in but]
    SEALED[table.name] = tuple(columns)
    keep(table, *(name for name in columns if name not in late))
