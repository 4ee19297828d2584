"""What was found and tried of a sent file is kept beside it, and read again as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.imports.planning.plans import Change, Line, Outcome, Sentence
from app.imports.runs.found.findings import FieldFound, Findings, RawRow, Said, as_json, from_json
from app.imports.runs.found.tried import Tried, write

LINES = (
    Line(2, Outcome.CREATE, "2.01", "Main Hall"),
    Line(3, Outcome.REFUSED, says=(Sentence("%(n)s is bad", {"n": "x"}, "Room"),)),
    Line(4, Outcome.REFUSED, says=(Sentence("%(n)s is bad", {"n": "y"}, "Room"),)),
    Line(5, Outcome.CONFLICT, "A", says=(Sentence("at odds"), Sentence("at odds"))),
    Line(6, Outcome.CHANGE, "Straße", "B", (Change("name", "a", "b"),), sheet="Old"),
)


@pytest.fixture
def tried(tmp_path: Path) -> Tried:
    """The five lines, each read from two cells."""
    path = tmp_path / "a.tried.db"
    write(path, LINES, lambda line: (f"cell {line.line}", "=1+1"), {"": ["Room", "Sum"]})
    return Tried(path)


def test_findings_come_back_from_the_disk_as_they_were() -> None:
    found = Findings(
        name="a.csv",
        first=(RawRow(2, ("a", "\u2028")),),
        fields=(FieldFound("room", 0, "name", "a", has_empty=False),),
        refused=Said("%(n)s", {"n": 3}, "room"),
        figures={"create": 2, "refused": 1},
    )
    assert from_json(as_json(found)) == found
    assert found.read == 3


def test_the_lines_come_back_in_their_order_with_the_cells_they_were_read_from(
    tried: Tried,
) -> None:
    found = list(tried.all())
    assert tuple(each.line for each in found) == LINES
    assert found[0].cells == ("cell 2", "=1+1")
    assert tried.headers() == {"": ["Room", "Sum"]}


def test_the_figures_add_up_and_conflicts_are_refused_lines(tried: Tried) -> None:
    assert {each.value: n for each, n in tried.figures().items()} == {
        "create": 1, "change": 1, "same": 0, "refused": 3,
    }  # fmt: skip
    assert [each.line.line for each in tried.lines("refused")] == [3, 4, 5]
    assert [each.line.line for each in tried.lines("conflict")] == [5]


def test_reasons_count_lines_and_each_leads_to_its_own(tried: Tried) -> None:
    reasons = tried.reasons()
    assert [(each.lines, str(each.example)) for each in reasons] == [
        (2, "x is bad"),
        (1, "at odds"),
    ]
    assert [each.line.line for each in tried.lines(reason=reasons[0].key)] == [3, 4]
    assert tried.count(reason=reasons[1].key) == 1


def test_lines_are_found_by_all_words_in_what_they_say_or_were_read_from(tried: Tried) -> None:
    assert [each.line.line for each in tried.lines(words="STRASSE b")] == [6]
    assert [each.line.line for each in tried.lines(words="cell 3")] == [3]
    assert not tried.lines(words="%")
    assert [each.number for each in tried.lines(first=1, most=2)] == [1, 2]
    assert tried.count("create", words="hall") == 1


def test_a_list_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def broken(line: Line) -> tuple[str, ...]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "b.tried.db", LINES, broken)
    assert not list(tmp_path.iterdir())
