"""The button dials what people wrote: RFC 3966 has its own way of saying it."""

import pytest
from flask import Flask, render_template_string

from app.places.words import phone_address


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+44 20 5555 0100", "tel:+442055550100"),
        ("+49 (0)89 / 5555-12", "tel:+4989555512"),
        ("+49 ( 0 ) 89 5555", "tel:+49895555"),
        ("(0)89 5555", "tel:0895555"),
        ("+44 20 5555 0100 ext. 12", "tel:+442055550100;ext=12"),
        ("555 x 12", "tel:555;ext=12"),
        ("5555 EXT12", "tel:5555;ext=12"),
        ("*31#5555", "tel:*31%235555"),
        ("089‐5555–12", "tel:089555512"),
        ("٥٥٥٥", "tel:5555"),
        ("5555", "tel:5555"),
    ],
)
def test_a_number_is_dialled_as_it_is_meant(app: Flask, written: str, dialled: str) -> None:
    assert phone_address(written) == dialled
    button = '{% from "components/notice.html" import call_now %}{{ call_now(number, "Call") }}'
    with app.test_request_context():
        shown = render_template_string(button, number=written)
    assert f'href="{dialled}"' in shown
    assert f"<bdi>{written}</bdi>" in shown
