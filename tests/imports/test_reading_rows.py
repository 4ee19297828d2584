"""Rows are kept small and come back as they were, whatever their texts hold."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports.reading import rows
from app.imports.reading.files import read
from app.imports.reading.rows import Rows, within_limits
from app.imports.reading.sheets import ImportRefused, Row
from tests.imports.files import csv_bytes

# Any text at all: signs that join cells, NUL, half characters, line ends, none.
nasty = st.text(st.characters(), max_size=6) | st.sampled_from(
    ["", "\x1f", "a\x1fb", "\0", "\ud83d", "\ude00", '["', "\\", "\r\n", "é", "部屋", "😀"]
)
row = st.builds(Row, st.integers(0, 2**40), st.lists(nasty, max_size=5).map(tuple), nasty)


@given(st.lists(row, max_size=8), st.data())
def test_rows_come_back_exactly_as_they_were_put_in(made: list[Row], data: st.DataObject) -> None:
    kept = Rows(made)
    assert list(kept) == made
    assert len(kept) == len(made)
    assert kept[1:3] == tuple(made[1:3])
    assert [kept[number - len(made)] for number in range(len(made))] == made
    numbers = data.draw(st.lists(st.integers(0, len(made) - 1) if made else st.nothing()))
    assert list(kept.only(numbers)) == [made[number] for number in numbers]
    assert (
        list(kept.only(numbers).only(range(len(numbers)))[::-1]) == list(kept.only(numbers))[::-1]
    )


def test_rows_are_equal_where_all_of_them_are() -> None:
    one = [Row(1, ("a", "b"), "x"), Row(2, ())]
    assert Rows(one) == Rows(one).only([0, 1])
    assert hash(Rows(one)) == hash(Rows(one))
    assert Rows(one) != Rows([*one, one[0]])
    assert Rows(one) != Rows([one[0], Row(2, ("",))])
    assert Rows(one) != one


def test_twenty_thousand_rows_take_little_more_than_their_letters() -> None:
    cells = ("Main building", "2", "A 2.17", "Projector", "EB-1485Fi", "SN 0471", "AT-100471")
    tracemalloc.start()
    kept = within_limits(Row(line, cells) for line in range(20_000))
    taken, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    letters = 20_000 * len("".join(cells))
    assert len(kept) == 20_000
    assert taken < letters + 20_000 * 50
    assert most < 2 * letters + 20_000 * 50


def test_reading_holds_no_more_of_a_text_than_its_rows() -> None:
    content = csv_bytes("Room,Notes", *(f"A{number},{'x' * 100}" for number in range(10_000)))
    tracemalloc.start()
    source = read(content, "rooms.csv")
    _taken, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(source.sheets[0].rows) == 10_000
    assert most < 3 * len(content) + 2_000_000  # the pieces it is looked through by


def test_a_list_without_a_line_of_names_has_as_many_rows_as_any(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "MAX_ROWS", 2)
    three = b'[{"room": "A1"}, {"room": "A2"}, {"room": "A3"}]'
    with pytest.raises(ImportRefused, match="3 rows; one import takes at most 2"):
        read(three, "rooms.json")
    assert len(read(three[:31] + b"]", "rooms.json").sheets[0].rows) == 2
    assert len(read(csv_bytes("Room", "A1", "A2"), "rooms.csv").sheets[0].rows) == 2
