"""All that `flask verify` looks at, in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.audit.proving import anchors, history, walking
from app.audit.proving.breaks import Break, Proof
from app.audit.proving.raw import as_it_lies, errors
from app.audit.sealing.service import heads
from app.audit.staying import SEALED
from app.extensions import db


@dataclass
class Verdict:
    """What was found in the audit log, in the seals, and in each table of history."""

    log: Proof
    seals: Proof
    tables: dict[str, Proof] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def breaks(self) -> list[Break]:
        """Every place where something does not fit."""
        return [each for proof in self._proofs for each in proof.breaks]

    @property
    def odd(self) -> list[str]:
        """What is odd and proves nothing."""
        return [*self.remarks, *(each for proof in self._proofs for each in proof.remarks)]

    @property
    def _proofs(self) -> list[Proof]:
        return [self.log, self.seals, *self.tables.values()]


def verify(known: Mapping[int, str] | None = None) -> Verdict:
    """Count chain and seals again; `known` are ends of the log that somebody has on paper."""
    connection = db.session.connection()
    anchor, sentence = anchors.read()
    log_heads, seal_heads = dict(known or {}), {}
    if anchor and anchor.log_number:
        log_heads[anchor.log_number] = anchor.log_hash
    if anchor and anchor.seal_number:
        seal_heads[anchor.seal_number] = anchor.seal_hash
    with as_it_lies(connection):
        log = walking.prove(connection, _heads(connection, log_heads))
        seals, tables = history.prove(connection, seal_heads)
    for name in SEALED:
        tables.setdefault(name, Proof())
    return Verdict(log, seals, tables, [sentence] if sentence else [])


def _heads(connection: Connection, known: dict[int, str]) -> dict[int, str]:
    """The ends of the log that are known from elsewhere, from the seals first."""
    try:
        return {**heads(connection), **known}
    except errors(connection):  # the seals can't be read: that shows by itself
        return known
