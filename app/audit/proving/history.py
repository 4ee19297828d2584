"""Comparing history with its seals, block by block."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from app.audit.models import Seal
from app.audit.proving import raw
from app.audit.proving.breaks import Break, Proof, Why
from app.audit.proving.walking import Walk
from app.audit.sealing.blocks import Block, Difference, difference, rows_hash
from app.audit.sealing.service import within
from app.database import Base

BROKEN_BEFORE = "broken before"
MOST = 1_000_000
"""Rows of a block that are read: a block holds a thousand, unless many were slipped in."""


def prove(connection: Connection, heads: Mapping[int, str]) -> tuple[Proof, dict[str, Proof]]:
    """Go along the seals, and through the rows of each that stands; by table."""
    walk = Walk(Seal, heads)
    seals = [dict(zip(walk.names, row, strict=True)) for row in walk.rows(connection)]
    replaced = {each["replaces"] for each in seals}
    touched = {each.key for each in walk.proof.breaks}
    found: dict[str, Proof] = {}
    for each in seals:
        if each["number"] in touched:
            walk.proof.remarks.append(f"what block {each['number']} holds can't be compared")
        elif each["number"] not in replaced:
            _add(found.setdefault(each["of"], Proof()), connection, each)
    return walk.proof, found


def _add(proof: Proof, connection: Connection, told: Mapping[str, Any]) -> None:
    table, names = Base.metadata.tables[told["of"]], str(told["columns"]).split(",")
    where = within(told["after_id"], told["last_id"])
    if told["why"].startswith(BROKEN_BEFORE):
        proof.remarks.append(f"{told['of']}, block {told['number']}: {told['why']}")
    try:
        rows = raw.rows(connection, table, names, where, MOST)
    except raw.errors(connection):
        proof.breaks.append(
            Break(told["of"], told["after_id"], Why.UNREADABLE, (), told["last_id"])
        )
        return
    proof.count, proof.number = proof.count + len(rows), told["last_id"]
    if rows_hash(rows) != told["rows_hash"]:
        block = Block(told["ids"], told["rows_hash"], told["row_marks"], told["column_marks"])
        proof.breaks += breaks(told["of"], difference(block, names, rows))


def breaks(table: str, found: Difference) -> Iterator[Break]:
    """The places of a block's difference."""
    yield from _each(table, found.missing, Why.MISSING)
    yield from _each(table, found.added, Why.ADDED)
    yield from _each(table, found.changed, Why.CHANGED, found.columns)


def _each(
    table: str, keys: Iterable[int], why: Why, columns: tuple[str, ...] = ()
) -> Iterator[Break]:
    return (Break(table, key, why, columns) for key in keys)
