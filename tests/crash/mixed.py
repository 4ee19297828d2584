"""A storm of all kinds: phones, reporters, managers, a worker, mail; clocks that jump."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from app import clock
from app.audit import jobs as sealing
from app.audit.proving.whole import verify
from app.extensions import db
from app.notices.delivery.delivering import deliver
from tests.crash.acts import Act, Campus
from tests.crash.callers import Caller
from tests.crash.reckoned_acts import lost_acts, troubles_of_acts
from tests.crash.reckoning import every_check
from tests.crash.storm import Storm
from tests.notices.receivers import MailServer

HOUR = 3600
REPORTERS, MANAGERS = 4, 4
SWEEPS = 60
ALL_SENT = "SELECT count(*) FROM notice WHERE sent_at IS NULL AND via = 'email'"
LETTERS = "SELECT letter FROM notice WHERE via = 'email'"

UNNOTED = (
    "SELECT (SELECT count(*) FROM tag WHERE state = 'void')"
    " - (SELECT count(*) FROM audit_entry WHERE act = 'codes.voided')"
)


@dataclass
class Mixed(Storm):
    """A storm in which everybody is about, and most of what can go away does."""

    campus: Campus = field(kw_only=True)
    mailbox: MailServer = field(kw_only=True)
    told: set[str] = field(default_factory=set)
    jumps: int = 0

    def __str__(self) -> str:
        kinds = {kind: sum(each.kind is kind for each in self.acts) for kind in {*_kinds(self)}}
        return f"{super().__str__()}; {kinds}, {len(self.mailbox.mails)} mails, {self.jumps} jumps"

    @property
    def acts(self) -> list[Act]:
        """All that reporters and managers ever sent."""
        return [act for each in self.callers if isinstance(each, Caller) for act in list(each.acts)]

    def begin(self, phones: int) -> None:
        """Let phones, reporters and managers send."""
        super().begin(phones)
        for n in range(REPORTERS + MANAGERS):
            reports = n < REPORTERS
            who = self.campus.reporters[n] if reports else self.campus.managers[n - REPORTERS]
            does = self.campus.reported if reports else self.campus.managed
            self.callers.append(Caller(self.server.port, who, does, seed=1000 + n))
            self.callers[-1].start()

    def _begin(self) -> None:
        """A life by a clock of its own, which may be hours ahead of the last one's, or behind."""
        ahead = self.chance.choice((0, 0, 5 * HOUR, -5 * HOUR, 26 * HOUR))
        self.jumps += ahead != 0
        self.server.begin(ahead=ahead, works=True)

    def strike(self) -> None:
        """As in any storm; and the mail server may be away for a life, or a worker end amid it."""
        away = self.chance.random() < 0.3
        if away:
            self.mailbox.end()
        super().strike()
        if away:
            self.mailbox.begin()
        new = [each for each in self.acts if each.answers and each.word not in self.told]
        self.troubles += lost_acts(self.engine, new)
        self.told |= {each.word for each in new}

    def _strike_a_part(self) -> None:
        if self.chance.random() < 0.5:
            self.server.kill_worker()
            self.kills += 1
        else:
            super()._strike_a_part()

    def _reckoned(self, files: Path) -> list[str]:
        found = every_check(self.engine, files, self.sent)
        found += troubles_of_acts(self.engine, self.acts)
        return found + self._undelivered() + self._tampered()

    def _undelivered(self) -> list[str]:
        """Mails that never came, or under two ids: sent again and again until none waits."""
        since = clock.now()
        for hours in range(0, SWEEPS * 6, 6):
            deliver(lambda hours=hours: since + timedelta(hours=48 + hours))  # type: ignore[misc]
            if not self._asked(ALL_SENT)[0]:
                break
        else:
            return [f"lost: {self._asked(ALL_SENT)[0]} notices were never sent"]
        came = {each.partition("@")[0].lstrip("<") for each in self.mailbox.ids}
        return [f"lost: letters {each}" for each in {*self._asked(LETTERS)} ^ came]

    def _asked(self, words: str) -> list[object]:
        with self.engine.connect() as connection:
            return list(connection.scalars(sa.text(words)))

    def _tampered(self) -> list[str]:
        """What `flask verify` finds in the chain and the seals, once all is sealed."""
        db.session.rollback()
        sealing.sweep()
        found = verify()
        db.session.rollback()
        unnoted = [
            f"half stored: {each} voided tags that the log lacks"
            for each in self._asked(UNNOTED)
            if each
        ]
        return unnoted + [f"broken: {each}" for each in found.breaks]


def _kinds(storm: Mixed) -> set[str]:
    return {each.kind for each in storm.acts}
