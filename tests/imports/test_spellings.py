"""Five spellings of one maker or model are found; different things are never taken for one."""

from __future__ import annotations

import json
import string
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.deciding.clusters import NOTHING_KNOWN, Cluster, Known, found, unknown_types
from app.imports.meaning.records import EquipmentRow, Record, RoomRow
from app.imports.meaning.words.decided import UNDECIDED, Decided

LINES = count(2)


def units(maker: str | None, model: str | None = None, times: int = 1) -> list[Record]:
    """As many rows of a list with this maker and model."""
    return [
        EquipmentRow(next(LINES), "Hall", "1", maker=maker, model_number=model)
        for _ in range(times)
    ]


def makers(*said: str, decided: Decided = UNDECIDED, known: tuple[str, ...] = ()) -> list[Cluster]:
    """What is asked about a list with these makers, each a little rarer than the one before."""
    rows = [row for left, each in enumerate(reversed(said), 1) for row in units(each, times=left)]
    return list(found(rows, decided, Known(makers=known)))


def models(*said: str, maker: str = "Epson", decided: Decided = UNDECIDED) -> list[Cluster]:
    rows = [row for each in said for row in units(maker, each)]
    return list(found(rows, decided, NOTHING_KNOWN))


def test_the_spellings_of_a_maker_are_one_question() -> None:
    (only,) = makers("Epson", "EPSON", "Epson Corp.", "Espon", "Sony")
    assert only.spellings == (("Epson", 5), ("EPSON", 4), ("Epson Corp.", 3), ("Espon", 2))
    assert (only.spelt, only.within, only.best, only.count) == ("maker", "", "Epson", 14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Bosch GmbH", "Robert Bosch"),
        ("Bosch Robert", "Robert Bosch"),
        ("Hewlett-Packard", "Hewlett Packard Inc."),
        ("TexasInstruments", "Texas Instruments Ltd"),
        ("Olivetti S.p.A.", "Olivetti"),
        ("Bang & Olufsen A/S", "Bang and Olufsen"),
        ("Minimax GmbH & Co. KG", "MINIMAX"),
        ("H.P.", "HP"),
        ("İSTANBUL", "istanbul"),
        ("Işık", "ISIK"),
        ("\uff25\uff30\uff33\uff2f\uff2e", "Epson"),
        ("Dräger", "Drager"),
        ("Panasonic", "Pannasonik"),
        ("Sennheiser", "Senheiser"),
    ],
)
def test_makers_that_are_one(one: str, other: str) -> None:
    assert len(makers(one, other)) == 1
    assert len(makers(other, one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LG", "HP"),
        ("LG", "LGE"),
        ("Sony", "Tony"),
        ("Studio 54", "Studio 55"),
        ("Crown", "Brown"),
        ("Crestron", "Crestronic"),
        ("SA", "AG"),
        ("***", "???!"),
        ("Epson", "EPSON"),
    ],
)
def test_makers_that_are_two_or_differ_in_letter_case_alone(one: str, other: str) -> None:
    assert makers(one, other) == []


def test_a_chain_of_slips_is_not_one_maker() -> None:
    """Each is near the next; but a word joins by its likeness to the most frequent."""
    asked = makers("Clarion", "Clarian", "Clariax", "Claxiax")
    assert [set(dict(each.spellings)) for each in asked] == [
        {"Clarion", "Clarian"},
        {"Clariax", "Claxiax"},
    ]


@pytest.mark.parametrize("other", ["EB L200F", "EBL200F", "eb_l200f", "Epson EB-L200F", "EB‑L200F"])
def test_the_spellings_of_a_model_are_one_question(other: str) -> None:
    (only,) = models("EB-L200F", "EB-L200F", other)
    assert (only.spelt, only.within, only.best) == ("model", "Epson", "EB-L200F")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EB-L200F", "EB-L210F"),
        ("EX-1.5", "EX-15"),
        ("1-11", "11-1"),
        ("S10", "S10+"),
        ("PT-RZ120", "PT-RZ12O"),
        ("Ver 2", "Ver 20"),
        ("Classroom projector", "Classroom projectors"),
        ("Epson", "Epson 2"),
    ],
)
def test_models_that_are_two(one: str, other: str) -> None:
    assert models(one, other) == []


def test_models_are_compared_within_a_maker_and_all_its_spellings() -> None:
    rows = [*units("Epson", "A-1"), *units("EPSON Corp", "A1", 2), *units("Sony", "A 1")]
    maker, model = found(rows, UNDECIDED, NOTHING_KNOWN)
    assert (maker.spelt, maker.best) == ("maker", "EPSON Corp")
    assert (model.within, model.spellings) == ("EPSON Corp", (("A1", 2), ("A-1", 1)))


def test_models_of_no_maker_are_compared_too() -> None:
    (only,) = found([*units(None, "A-1"), *units(None, "A1")], UNDECIDED, NOTHING_KNOWN)
    assert only.within == ""


def test_the_best_is_known_here_or_frequent_or_of_mixed_case() -> None:
    assert makers("EPSON CORP", "Espon", known=("Epson",))[0].best == "Epson"
    assert makers("EPSON CORP", "Espon")[0].best == "EPSON CORP"
    rows = [*units("BOSCH"), *units("Bosch"), *units("bosch"), *units("Bosch AG")]
    assert found(rows, UNDECIDED, NOTHING_KNOWN)[0].best in {"Bosch", "Bosch AG"}


def test_a_list_that_uses_one_spelling_is_asked_where_another_is_known_here() -> None:
    (only,) = makers("EPSON Corp.", known=("Epson", "Sony"))
    assert (only.spellings, only.best) == ((("EPSON Corp.", 1),), "Epson")
    known = Known(("Epson",), {"epson": ("EB-L200F",)})
    (model,) = found(units("EPSON", "EBL200F"), UNDECIDED, known)
    assert (model.spelt, model.within, model.best) == ("model", "Epson", "EB-L200F")


def test_known_spellings_that_the_list_does_not_use_are_no_question() -> None:
    assert makers("Sony", known=("Epson", "EPSON Corp.", "Espon")) == []


def test_what_was_decided_is_not_asked_again() -> None:
    decided = Decided(makers={"espon": "Epson", "epson corp.": "Epson"})
    assert makers("Epson", "Espon", "Epson Corp.", decided=decided) == []
    (again,) = makers("Epson", "Espon", "Epsson", decided=decided)
    assert dict(again.spellings) == {"Epson": 5, "Epsson": 1}


def test_what_is_kept_apart_is_not_asked_again_and_a_new_word_joins_one_of_both() -> None:
    apart = Decided(makers={"epson": "Epson", "espon": "Espon"})
    assert makers("Epson", "Espon", decided=apart) == []
    (again,) = makers("Epson", "Espon", "Epson Corp.", decided=apart)
    assert set(dict(again.spellings)) == {"Epson", "Epson Corp."}
    numbers = Decided(models={("epson", "a-1"): "A-1", ("epson", "a1"): "A1"})
    assert models("A-1", "A1", decided=numbers) == []


def test_a_decided_model_counts_under_what_it_means() -> None:
    decided = Decided(models={("epson", "a1"): "A-1"})
    (again,) = models("A-1", "A1", "A 1", decided=decided)
    assert (again.best, again.spellings) == ("A-1", (("A-1", 2), ("A 1", 1)))


def test_the_biggest_is_asked_first() -> None:
    rows = [*units("Sony"), *units("Sony Inc"), *units("Epson", times=5), *units("Espon")]
    assert [each.best for each in found(rows, UNDECIDED, NOTHING_KNOWN)] == ["Epson", "Sony Inc"]


def test_a_cluster_is_kept_as_json_and_found_again_by_its_key() -> None:
    (only,) = makers("Epson", "Espon")
    again = Cluster.from_plain(json.loads(json.dumps(only.as_plain())))
    assert (again, again.key) == (only, only.key)
    assert makers("Epson", "Espon", "Epson Corp")[0].key != only.key


def typed(text: str, slug: str | None = None, times: int = 1) -> list[Record]:
    return [
        EquipmentRow(next(LINES), "Hall", "1", equipment_type=slug, type_text=text)
        for _ in range(times)
    ]


def test_words_for_types_that_nobody_knows_are_counted() -> None:
    rows = [*typed("Backhoe"), *typed("ABC", times=2), *typed("abc"), *typed("Beamer", "projector")]
    rows += [*typed("Robot"), *typed("Lathe"), *typed("***"), RoomRow(9, "Hall", "1")]
    told = unknown_types(rows, Decided(types={"robot": "other"}), Known(types={"lathe"}))
    assert told == (("ABC", 3), ("Backhoe", 1))


NASTY = st.text(
    st.sampled_from([*string.ascii_letters[:6], *"0İıß ﬁ-.+&\u0130\u0301\uff21\u30d7カ#"]),
    min_size=1,
    max_size=200,
)


@given(st.lists(st.tuples(NASTY, NASTY), max_size=8))
def test_each_row_is_in_one_question_at_most_and_no_word_is_too_odd(
    said: list[tuple[str, str]],
) -> None:
    rows = [row for maker, model in said for row in units(maker, model)]
    for spelt in ("maker", "model"):
        asked = [each for each in found(rows, UNDECIDED, NOTHING_KNOWN) if each.spelt == spelt]
        assert sum(each.count for each in asked) <= len(rows)
        assert all(len(each.spellings) > 1 for each in asked)
        texts = [(each.within, text) for each in asked for text, _ in each.spellings]
        assert len(texts) == len(set(texts))
