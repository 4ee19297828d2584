"""Guides are found by what they say, on both engines, whatever is typed."""

from typing import Any

import pytest

from app.extensions import db
from app.guides import queries, service
from app.guides.models import Guide, GuideKind
from app.guides.queries import Wanted
from app.guides.service import About, Wording
from tests.builders import NOON, Builder

ODD = [
    *('"', "''", '"unclosed', "AND", "OR NOT", "NEAR(a b)", "title:x", "a*", "*", "^a", "(", ")"),
    *(
        "a & | ! b",
        "<->",
        ":*",
        "'; DROP TABLE guide; --",
        "\\",
        "%",
        "_",
        "🔌📽️",
        "投影机",
        "مسلاط",
    ),
    *(
        "a\0b",
        "\x1b",
        "x" * 10_000,
        "wort " * 2_000,
        "𝕳𝖊𝖑𝖕",
        "\u0301",
        "a-b+c",
        "{}",
        "?",
        "\ud800",
    ),
]


def write(make: Builder, title: str, body: str, **more: Any) -> Guide:
    about = About(make.equipment_type())
    wording = Wording(more.get("kind", GuideKind.SELF_HELP), title, body)
    return service.write(about, wording, None, at=NOON)


def found(words: str) -> list[str]:
    return [guide.title for guide in queries.listed(Wanted(words=words), 1)[0]]


def test_a_word_of_the_title_weighs_more_than_one_of_the_text(make: Builder) -> None:
    write(make, "Sound", "If there is no picture, look at the panel.")
    write(make, "No picture", "Push the cable in.")
    write(make, "Something else", "Nothing of it.")
    assert found("picture") == ["No picture", "Sound"]
    assert found("PICT cable") == ["No picture"]
    assert found("absent") == []


def test_what_is_found_follows_what_is_written(make: Builder) -> None:
    guide = write(make, "Old words", "Projektor prüfen")
    assert found("prüfen") == ["Old words"]
    wording = Wording(GuideKind.SELF_HELP, "New words", "Lens")
    service.rewrite(guide, wording, make.person(), seen=1, at=NOON)
    assert found("prüfen") == []
    assert found("lens") == ["New words"]
    for version in queries.versions(guide.id):
        db.session.delete(version)
    db.session.flush()
    db.session.delete(guide)
    db.session.flush()
    assert found("lens") == []


@pytest.mark.parametrize("typed", ODD)
def test_odd_words_are_answered_and_never_an_error(make: Builder, typed: str) -> None:
    write(make, "No picture", "Push the cable in.")
    assert found(typed) in ([], ["No picture"])
