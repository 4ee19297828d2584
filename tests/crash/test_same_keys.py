"""Thirty-two processes send the same keys at one moment: each is stored once."""

import json
import random
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

import pytest
import sqlalchemy as sa

from app.configuration import ROOT
from tests.crash.conftest import Serve
from tests.crash.mortal import Mortal
from tests.crash.phones import Sent
from tests.crash.reckoning import troubles
from tests.crash.world import World

pytestmark = pytest.mark.browser

PROCESSES, KEYS, DISPUTED = 32, 100, 12


def crowd(server: Mortal, world: World, messages: list[list[dict[str, Any]]]) -> Any:
    """What each process was answered."""
    server.begin()
    server.wait_until_it_listens()
    told = {"port": server.port, "who": asdict(world.people[0]), "messages": messages}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.crowd"],
        cwd=ROOT,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return json.loads(done.stdout)


def checks(world: World, number: int, *, seed: int) -> list[Sent]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [world.check(world.people[0], chance, pictured=0) for _ in range(number)]


def _troubles(world: World, sent: list[Sent]) -> list[str]:
    engine = sa.create_engine(world.url, poolclass=sa.NullPool)
    return troubles(engine, world.data / "photos", sent)


def test_a_hundred_keys_sent_by_thirty_two_processes_at_once_are_a_hundred_checks(
    prepared: World, serve: Serve
) -> None:
    sent = checks(prepared, KEYS, seed=1)
    by_key = {each.key: each for each in sent}
    with serve() as server:
        came = crowd(server, prepared, [[each.message for each in sent]] * PROCESSES)

    assert {status for answers in came for status, _ in answers} == {200}
    for answers in came:
        assert len(answers) == KEYS
        for _status, answer in answers:
            by_key[answer["key"]].answers.append(answer)
    assert _troubles(prepared, sent) == []
    for each in sent:
        assert len(each.answers) == PROCESSES
        assert all(answer == each.answers[0] for answer in each.answers)


def test_of_two_bodies_under_a_key_one_is_stored_and_the_other_is_told_so_in_a_sentence(
    prepared: World, serve: Serve
) -> None:
    ours, theirs = checks(prepared, DISPUTED, seed=2), checks(prepared, DISPUTED, seed=3)
    for mine, other in zip(ours, theirs, strict=True):
        other.message["key"] = mine.key
    sides = [[each.message for each in side] for side in (ours, theirs)]
    with serve() as server:
        came = crowd(server, prepared, sides * (PROCESSES // 2))

    stored = []
    for number, mine in enumerate(ours):
        told: list[Counter[int]] = [Counter(), Counter()]
        for process, answers in enumerate(came):
            turn = process * 7 % DISPUTED
            status, answer = answers[(number - turn) % DISPUTED]
            told[process % 2][status] += 1
            if status == 409:
                assert "sent before with other answers" in answer["sentence"]
        half = PROCESSES // 2
        assert sorted(told, key=lambda each: each[200]) == [
            Counter({409: half}),
            Counter({200: half}),
        ]
        stored.append(mine if told[0][200] else theirs[number])
    assert _troubles(prepared, stored) == []
