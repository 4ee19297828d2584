"""A storm: phones that send, a server that is killed again and again, and the reckoning."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from tests.crash.mortal import Mortal
from tests.crash.phones import Phone, Sender, Sent, Who
from tests.crash.reckoning import lost, orphans, troubles
from tests.crash.world import World

MOST_ANSWERS = 6
"""Checks that a server acknowledges between two kills, at most."""
A_REQUEST = 0.03
"""Seconds that one takes, or a little more."""
PATIENCE = 120.0
BACKENDS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@dataclass
class Storm:
    """The world, its server and phones; and what came of them."""

    world: World
    server: Mortal
    engine: sa.Engine
    chance: random.Random
    callers: list[Sender] = field(default_factory=list)
    warm: list[Sent] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    kills: int = 0
    checks: int = 0
    photos: int = 0
    orphans: int = 0
    seen: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        tries = sum(each.tries for each in self.callers)
        return (
            f"{self.engine.dialect.name}: {self.kills} kills, {self.checks} checks in {tries} tries"
            f", {self.photos} photos, {self.orphans} files left over; {self.troubles[:5]}"
        )

    @property
    def sent(self) -> list[Sent]:
        """All checks that were ever sent."""
        return self.warm + [each for caller in self.callers for each in caller.sent]

    def begin(self, phones: int) -> None:
        """Load the program, and let the phones send."""
        who = self.world.people[0]
        for failing in (0, 1, 1):
            self._warm(self.world.check(who, self.chance, failing=failing, pictured=0), who)
        for n in range(phones):
            who = self.world.people[n % len(self.world.people)]
            self.callers.append(Phone(self.server.port, who, self.world.check, seed=n))
            self.callers[-1].start()

    def _warm(self, check: Sent, who: Who) -> None:
        told = {"message": check.message, "cookie": who.cookie, "token": who.token}
        answer = self.server.tell("warm", json.dumps(told))
        assert answer["stored"], answer
        check.answers.append(answer)
        self.warm.append(check)

    def strike(self) -> None:
        """A life of the server under load, and its end; then what it acknowledged is looked for."""
        self._begin()
        self._live()
        if self.chance.random() < 0.1:
            self._strike_a_part()
            self._live()
        known = {each.key for each in self.sent if each.answers} - self.seen
        self.server.kill()
        self.kills += 1
        self.troubles += lost(self.engine, known)
        self.seen |= known

    def _begin(self) -> None:
        self.server.begin()

    def _live(self) -> None:
        """Until some more checks are acknowledged, and then a moment, so that others are amid."""
        enough = self._answers() + self.chance.randint(1, MOST_ANSWERS)
        until = time.monotonic() + PATIENCE
        while self._answers() < enough:
            assert time.monotonic() < until, "nobody is answered any more"
            time.sleep(0.002)
        time.sleep(self.chance.uniform(0, A_REQUEST))

    def _answers(self) -> int:
        return sum(caller.answers for caller in self.callers)

    def _strike_a_part(self) -> None:
        """Kill one worker, or the database's own process of one; the server lives on."""
        self.kills += 1
        if self.engine.dialect.name == "sqlite" or self.chance.random() < 0.3:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(self.server.workers()), signal.SIGKILL)
            return
        with self.engine.connect() as connection:
            if self.chance.random() < 0.8:
                connection.execute(sa.text(f"SELECT pg_terminate_backend(pid) {BACKENDS} LIMIT 1"))
                return
            backend = connection.scalar(sa.text(f"SELECT pid {BACKENDS} LIMIT 1"))
        if backend:
            os.kill(backend, signal.SIGKILL)
            self._until_the_database_is_back()

    def _until_the_database_is_back(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OperationalError), self.engine.connect():
                return
            time.sleep(0.02)

    def end(self) -> None:
        """Let every phone be acknowledged by a server that lives, and reckon."""
        self._begin()
        for each in self.callers:
            each.enough.set()
        for each in self.callers:
            each.join(PATIENCE)
        self.server.kill()
        files = self.world.data / "photos"
        self.troubles += self._reckoned(files)
        if strange := [each for caller in self.callers for each in caller.strange]:
            log = (self.world.data / "server.log").read_text().splitlines()
            self.troubles += strange + [each for each in log if '"level": "error"' in each]
        self.troubles += [
            f"never acknowledged: {each.key}" for each in self.sent if not each.answers
        ]
        self.checks, self.photos = len(self.sent), sum(len(each.photos) for each in self.sent)
        self.orphans = orphans(self.engine, files)

    def _reckoned(self, files: Path) -> list[str]:
        return troubles(self.engine, files, self.sent)
