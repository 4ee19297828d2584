"""The designs in a few strokes: no drawing shows more than what is printed."""

from flask.testing import FlaskClient

from tests.builders import Builder
from tests.pages import fetch


def test_every_design_is_drawn_with_the_one_code_that_it_bears(
    manager: FlaskClient, make: Builder
) -> None:
    make.room()
    drawings = fetch(manager, "/sheets?all=1").document.of_class("drawing")
    assert len(drawings) == 7
    for drawing in drawings:
        codes = [each for each in drawing.iter() if each.get("class") == "drawing__ink"]
        assert len(codes) == 1
