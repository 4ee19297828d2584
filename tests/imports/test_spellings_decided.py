"""What somebody decided about a word holds for this list and those that come, until forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sqlalchemy import select

from app.equipment.models import EquipmentModel
from app.errors import Refusal
from app.extensions import db
from app.imports.deciding import queries
from app.imports.deciding.clusters import found, unknown_types
from app.imports.deciding.service import Decision, decide, decide_all, forget
from app.imports.meaning.records import EquipmentRow
from app.imports.meaning.words.decided import UNDECIDED, Decided
from app.imports.models import Spelling, Spelt
from tests.builders import Builder

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MAKER, MODEL, TYPE = Spelt.MAKER, Spelt.MODEL, Spelt.TYPE


def said(spelt: Spelt, word: str, meant: str, within: str = "") -> Decided:
    """All that is decided once this is."""
    decide(spelt, within, word, meant, None, at=NOW)
    db.session.commit()
    return queries.decided()


def test_a_decision_holds_for_the_word_in_any_letter_case(make: Builder) -> None:
    person = make.person()
    stored = decide(MAKER, "", " ESPON\u200b ", "Epson", person, at=NOW)
    db.session.commit()
    assert (stored.said, stored.person_id, stored.at) == ("espon", person.id, NOW)
    known = queries.decided()
    assert known.maker("Espon") == "Epson"
    assert known.maker("Sony") == "Sony"


def test_a_model_is_decided_within_its_maker(make: Builder) -> None:
    known = said(MODEL, "EBL200F", "EB-L200F", "Epson")
    assert known.model("EPSON", "ebl200f") == "EB-L200F"
    assert known.model("Sony", "EBL200F") == "EBL200F"


@pytest.mark.usefixtures("types")
def test_a_word_for_a_type_is_decided_by_its_slug() -> None:
    known = said(TYPE, "ABC Löscher", "fire_extinguisher")
    assert known.type("abc loscher") == "fire_extinguisher"


@pytest.mark.usefixtures("types")
@pytest.mark.parametrize("slug", ["room", "spaceship", "", "x" * 300])
def test_a_type_that_no_equipment_can_be_of_is_refused(slug: str) -> None:
    with pytest.raises(Refusal):
        decide(TYPE, "", "ABC", slug, None, at=NOW)
    assert queries.decided() == UNDECIDED


@pytest.mark.parametrize("meant", ["", " \u200b\u0000 ", "x" * 201])
def test_a_word_means_one_that_can_be_stored(make: Builder, meant: str) -> None:
    with pytest.raises(Refusal):
        decide(MAKER, "", "Espon", meant, None, at=NOW)


def test_a_word_of_signs_alone_is_no_word_for_a_type(make: Builder) -> None:
    with pytest.raises(Refusal):
        decide(TYPE, "", "***", "other", None, at=NOW)


def test_the_last_decision_about_a_word_holds(make: Builder) -> None:
    said(MAKER, "Espon", "Espoon")
    assert said(MAKER, "ESPON", "Epson").makers == {"espon": "Epson"}
    assert len(db.session.scalars(select(Spelling)).all()) == 1


def test_decisions_chain(make: Builder) -> None:
    said(MAKER, "A", "B")
    known = said(MAKER, "B", "C")
    assert (known.maker("A"), known.maker("b")) == ("C", "C")
    assert said(MAKER, "Z", "A").maker("Z") == "C"


@pytest.mark.parametrize("chain", [["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"]])
def test_words_never_mean_each_other_and_the_newest_decision_holds(
    make: Builder, chain: list[str]
) -> None:
    for word, meant in pairwise(chain):
        said(MAKER, word, meant)
    known = said(MAKER, chain[-1], "A")
    assert {known.maker(word) for word in chain} == {"A"}


def test_of_two_decisions_at_once_that_mean_each_other_the_last_holds(make: Builder) -> None:
    both = [Decision(MAKER, "", "A", "B"), Decision(MAKER, "", "B", "A")]
    decide_all(both, None, at=NOW)
    assert queries.decided().makers == {"a": "A", "b": "A"}


def test_a_loop_that_came_otherwise_ends(make: Builder) -> None:
    for word, meant in (("a", "B"), ("b", "A")):
        db.session.add(Spelling(spelt=MAKER, said=word, meant=meant, at=NOW))
    db.session.commit()
    assert set(queries.decided().makers) == {"a", "b"}


def test_models_follow_their_maker(make: Builder) -> None:
    said(MODEL, "A1", "A-1", "Espon")
    known = said(MAKER, "Espon", "Epson")
    assert known.model("Epson", "A1") == "A-1"
    assert said(MODEL, "A1", "A 1", "Epson").model("Epson", "A1") == "A 1"


def test_what_is_forgotten_is_asked_again(make: Builder) -> None:
    rows = [EquipmentRow(n, "H", "1", maker=m) for n, m in enumerate(["Epson", "Epson", "Espon"])]
    (only,) = found(rows, queries.decided(), queries.known())
    stored = decide(MAKER, "", "Espon", only.best, None, at=NOW)
    db.session.commit()
    assert found(rows, queries.decided(), queries.known()) == ()
    forget(stored)
    db.session.commit()
    assert found(rows, queries.decided(), queries.known()) == (only,)


@pytest.mark.usefixtures("types")
def test_what_is_known_here_are_makers_models_and_titles_of_types(make: Builder) -> None:
    make.model(maker="Epson", model_number="EB-L200F")
    make.model(maker="EPSON", model_number="X")
    make.model(maker="", model_number="")
    known = queries.known()
    assert set(known.makers) == {"Epson", "EPSON"}
    assert set(known.models["epson"]) == {"EB-L200F", "X"}
    rows = [EquipmentRow(1, "H", "1", type_text=each) for each in ("Fume Hood", "Backhoe")]
    assert unknown_types(rows, UNDECIDED, known) == (("Backhoe", 1),)
    assert db.session.scalars(select(EquipmentModel)).all()


def test_a_search_finds_decisions_by_any_of_their_words(make: Builder) -> None:
    said(MODEL, "EBL200F", "EB-L200F", "Epson")
    said(MAKER, "Espon", "Epson")
    assert [each.spelling.said for each in queries.words("epson", 1)[1]] == ["espon", "ebl200f"]
    assert [each.spelling.said for each in queries.words("EPSON l200", 1)[1]] == ["ebl200f"]
    assert queries.words("100%", 1)[1] == []
