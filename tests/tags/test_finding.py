"""Stocks are found by what stands on their packet."""

from dataclasses import replace

import pytest

from tags import StockError, catalogue, search, stock


def ids(text: str) -> list[str]:
    return [entry.id for entry in search(text)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("L7160", "avery-l7160"),
        ("l 7160", "avery-l7160"),
        ("5160", "avery-us-5160"),
        ("avery 5160", "avery-us-5160"),
        ("avery-us-5160", "avery-us-5160"),
        ("Avery US 5160", "avery-us-5160"),
        ("DK-11209", "brother-dk-11209"),
        ("dk11209", "brother-dk-11209"),
        ("Brother DK 11209", "brother-dk-11209"),
        ("herma 4608", "herma-4608"),
        ("4745", "zweckform-4745"),
    ],
)
def test_a_stock_is_found_by_maker_and_number_however_it_is_typed(words: str, found: str) -> None:
    assert ids(words)[0] == found


@pytest.mark.parametrize(
    ("twin", "found"),
    [
        ("l7060", "avery-l7160"),
        ("8160", "avery-us-5160"),
        ("dymo 30252", "dymo-99010"),
        ("DK-22212", "brother-dk-22205-29"),
        ("3449", "zweckform-3474"),
    ],
)
def test_a_stock_is_found_by_the_number_of_a_twin(twin: str, found: str) -> None:
    assert ids(twin)[0] == found


def test_the_part_of_that_number_stands_before_its_twins_and_these_before_the_rest() -> None:
    number = replace(stock("avery-l7160"), id="number", part="777", also_fits="")
    twin = replace(number, id="twin", part="1", also_fits="778, 777 clear")
    rest = replace(number, id="rest", part="X7770")
    found = search("777", among=(rest, twin, number))
    assert [entry.id for entry in found] == ["number", "twin", "rest"]


def test_every_word_counts() -> None:
    assert ids("5520 weatherproof") == ["avery-us-5160"]
    assert ids("rayfilm weatherproof") == []
    assert all(stock(each).maker.startswith("Avery") for each in ids("avery l7"))


@pytest.mark.parametrize("size", ["63.5x38.1", "63,5 × 38,1 mm", "38.1 x 63.5", "2.5x1.5 in"])
def test_a_stock_is_found_by_the_size_of_its_labels(size: str) -> None:
    assert "avery-l7160" in ids(size)
    assert "avery-l7163" not in ids(size)


def test_a_size_in_inches_finds_rolls() -> None:
    assert {"zebra-2x1-203", "zebra-2x1-300"} <= set(ids("2 x 1 in"))
    assert ids("zebra 2x1") == ["zebra-2x1-203", "zebra-2x1-300"]
    assert not {"zebra-2x1-203"} & set(ids("2 x 1 mm"))


def test_every_stock_finds_itself() -> None:
    for entry in catalogue():
        assert ids(entry.id)[0] == entry.id
        assert entry.id in ids(f"{entry.maker} {entry.part}")


def test_no_words_find_all() -> None:
    assert search("  ") == catalogue()
    assert search("nonesuch-99") == ()


def test_an_unknown_stock_is_refused_with_near_ones_named() -> None:
    with pytest.raises(StockError, match="Did you mean avery-l7160"):
        stock("L7160")
    with pytest.raises(StockError, match=r"Did you mean .*avery-l7163"):
        stock("avery-l716")
    with pytest.raises(StockError, match=r"no stock called “”\.$"):
        stock("")
