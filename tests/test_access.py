"""Access is closed by default, and every route says whom it is for."""

import pytest
from flask import Flask

from app.access import audience_of, insist_on_audiences


def test_every_route_names_its_audience(app: Flask) -> None:
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if audience_of(app, rule.endpoint) is None
    ]
    assert not undeclared


def test_a_route_without_an_audience_stops_the_start() -> None:
    app = Flask("bare")
    app.add_url_rule("/open-to-whom", "forgotten", lambda: "")
    with pytest.raises(RuntimeError, match="forgotten"):
        insist_on_audiences(app)
