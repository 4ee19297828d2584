"""Promise 4: codes can't be guessed; a lost tag can be voided, and is told from no other."""

import os
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse

from app.access import Audience, audience_of
from app.codes.code import ALPHABET, LENGTH, new_code, read_code
from app.codes.models import TagState
from app.scan import blueprint as scan
from tests.builders import NOON, Builder
from tests.pages import FROM_OUR_PAGE

HOW_MANY = int(os.environ.get("ROOMWORTHY_CODES", "20000"))
"""How many codes are drawn; a million at a release."""
FAR_OFF = 110.0
"""Chi-squared of 31 degrees of freedom is beyond this once in some 10^10 fair draws."""


def test_codes_are_drawn_evenly_and_never_twice() -> None:
    drawn = [new_code() for _ in range(HOW_MANY)]
    assert len(set(drawn)) == HOW_MANY
    expected = HOW_MANY / len(ALPHABET)
    for place in range(LENGTH):
        seen = Counter(code[place] for code in drawn)
        off = sum((seen[letter] - expected) ** 2 / expected for letter in ALPHABET)
        assert off < FAR_OFF, f"place {place} is drawn unevenly: {off:.0f}"


def test_codes_that_follow_each_other_tell_nothing_of_the_next() -> None:
    drawn = [new_code() for _ in range(HOW_MANY)]
    same = sum(a == b for one, two in pairwise(drawn) for a, b in zip(one, two, strict=True))
    expected = HOW_MANY * LENGTH / len(ALPHABET)
    assert abs(same - expected) < 7 * expected**0.5


def _asked(client: FlaskClient, method: str, path: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    answer = client.open(path, method=method, headers=FROM_OUR_PAGE)
    told = [(n, v) for n, v in answer.headers if n.lower() not in {"date", "set-cookie"}]
    body = re.sub(rb'csrf_token" value="[^"]+"', b"", answer.data)
    answer.close()
    return answer.status_code, body, told


def test_unknown_and_void_codes_answer_the_same_bytes_everywhere(
    app: Flask, client: FlaskClient, make: Builder
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    void = make.tag(state=TagState.VOID, voided_at=NOON)
    gone = make.tag(room=make.room(retired_at=NOON))
    unclaimed = make.tag(room=None)
    unknown = next(each for each in iter(new_code, "") if each != void.code)
    mistyped = "7K3QX9MP2TA5"
    assert read_code(mistyped) is None
    asked = 0
    for rule in app.url_map.iter_rules():
        if "code" not in rule.arguments or audience_of(app, rule.endpoint) is not Audience.ANYONE:
            continue
        for method in (rule.methods or set()) & {"GET", "POST"}:
            answers = set()
            for code in (unknown, void.code, gone.code, unclaimed.code, mistyped):
                path = re.sub(r"<(?!code)[^>]*>", "1", rule.rule).replace("<code>", code)
                status, body, told = _asked(client, method, path)
                plain = str((status, body, told)).replace(code, "…")
                answers.add(plain)
                assert status != 200, path
            asked += 1
            assert len(answers) == 1, rule.rule
    assert asked >= 6


@pytest.fixture
def limited(guarded: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The program with its limits, and small ones."""
    monkeypatch.setattr(scan, "OF_ONE_ADDRESS", parse("5 per minute"))
    monkeypatch.setattr(scan, "OF_ALL", parse("12 per minute"))
    return guarded


def _from(client: FlaskClient, address: str, code: str, **headers: str) -> int:
    told: dict[str, Any] = {"REMOTE_ADDR": address}
    return client.get(f"/t/{code}", environ_overrides=told, headers=headers).status_code


def test_misses_are_limited_and_hits_never(limited: Flask) -> None:
    code, client = Builder().tag().code, limited.test_client()
    client.set_cookie("seen", "1")  # so that no kept page answers in our place
    guessed = [_from(client, "192.0.2.1", new_code()) for _ in range(7)]
    assert guessed == [404] * 5 + [429] * 2
    assert {_from(client, "192.0.2.1", code) for _ in range(30)} == {200}
    assert _from(client, "192.0.2.2", new_code()) == 404
    many = [_from(client, f"198.51.100.{n}", new_code()) for n in range(12)]
    assert many[-1] == 429  # whoever has many addresses
    assert _from(client, "203.0.113.9", code) == 200


def test_a_forged_way_here_gives_no_more_tries(limited: Flask) -> None:
    client = limited.test_client()
    tried = []
    for n in range(7):
        forged = {"X-Forwarded-For": f"198.51.100.{n}", "X-Real-IP": f"198.51.100.{n}"}
        forged["Forwarded"] = f"for=198.51.100.{n}"
        tried.append(_from(client, "192.0.2.1", new_code(), **forged))
    assert tried == [404] * 5 + [429] * 2
