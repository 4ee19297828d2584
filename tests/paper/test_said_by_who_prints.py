"""What a design says on every tag is in the language of whoever prints it."""

from io import BytesIO

from flask import Flask

from app.paper import queries
from app.paper.looks import style
from tags import design, print_tags, stock
from tests.tags.faces import a_face, text_of
from tests.test_language import app, translations

__all__ = ["app", "translations"]  # the program in the language of marked words


def test_the_words_of_a_sign_and_date_tag_are_in_that_language(app: Flask) -> None:
    out = BytesIO()
    with app.test_request_context():
        look = style(queries.house())
        print_tags([a_face(year="2027")], stock("a4-page"), design("grid"), style=look, out=out)
    said = " ".join(text_of(out.getvalue()).split())
    for words in ("Month", "Day and date", "Initials", "OK", "Fault", "Check, sign, and date"):
        assert f"«{words}" in said
