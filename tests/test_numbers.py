"""A number too large for the database names nothing; a page too far on is the last one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.numbers import LARGEST, number_of, page_of
from tests.builders import Builder

TOO_LARGE = (str(LARGEST + 1), "9" * 19, "9" * 30, "9" * 5000)
LISTS = ("/rooms", "/equipment", "/checks", "/faults")


def test_a_key_that_no_row_can_bear_is_not_found(app: Flask, admin: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    keyed = [rule for rule in app.url_map.iter_rules() if "<int:" in rule.rule]
    assert len(keyed) > 15
    for rule in keyed:
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        for key in (*TOO_LARGE, str(LARGEST), "-1", "٣"):
            address = re.sub(r"<int:\w+>", key, rule.rule)
            assert admin.open(address, method=method).status_code == 404, address


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("number", [*TOO_LARGE, str(LARGEST), "0", "-1", "x", "²", ""])
def test_a_list_answers_whatever_number_is_asked_for(
    manager: FlaskClient, make: Builder, address: str, number: str
) -> None:
    make.finding(check=make.check(), equipment=make.fault().equipment)
    for name in ("page", "room", "building", "floor", "type"):
        asked = {"building": "1", name: number}
        assert manager.get(address, query_string=asked).status_code == 200, name


@pytest.mark.parametrize("number", TOO_LARGE)
def test_forms_pass_over_a_place_that_can_not_be(manager: FlaskClient, number: str) -> None:
    for address in (f"/equipment/new?room={number}", f"/rooms/new?building={number}"):
        assert manager.get(address).status_code == 200


def test_only_ascii_digits_are_a_number() -> None:
    asked = MultiDict({"a": "12", "b": "٣", "c": "1_0", "d": "+1", "e": str(LARGEST), "page": "0"})
    assert [number_of(asked, name) for name in "abcdef"] == [12, None, None, None, LARGEST, None]
    assert page_of(asked) == 1
