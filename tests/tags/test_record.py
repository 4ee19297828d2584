"""The inspection record on paper: its code leads on, its words are whole, nothing is fetched."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp

from tags import Columns, Record, TagError, write_record

RECORD = Record(
    title="Inspection record",
    house="Northfield University",
    name="ARC 1.12",
    place="Architecture",
    state="Everything here was found working.",
    facts=[("Last checked", "12 November 2026")],
    tables=[Columns("The last checks", ("When", "Result"), [("12 November", "6 units fine")])],
    note="This is a print.",
    foot="ARC 1.12 · printed",
    address="HTTPS://ROOMS.EXAMPLE.EDU/T/7K3QX9MP2TA4",
    code="7K3Q-X9MP-2TA4",
)


def printed(record: Record) -> pypdfium2.PdfDocument:
    out = BytesIO()
    write_record(record, out)
    return pypdfium2.PdfDocument(out.getvalue())


def words(record: Record) -> str:
    with printed(record) as document:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(text.split())


def codes(record: Record) -> list[str]:
    with printed(record) as document:
        image = document[0].render(scale=150 / 72).to_pil()
    return [each.text for each in zxingcpp.read_barcodes(image)]


def test_all_its_words_are_on_it() -> None:
    said = words(RECORD)
    for part in (RECORD.title, RECORD.house, RECORD.name, RECORD.state, "6 units fine", "1 / 1"):
        assert part in said


def test_its_code_leads_to_what_is_now() -> None:
    assert codes(RECORD) == [RECORD.address]


def test_without_an_address_it_bears_no_code() -> None:
    assert codes(replace(RECORD, address="")) == []


def test_an_address_that_no_code_can_bear_is_refused() -> None:
    with pytest.raises(TagError):
        printed(replace(RECORD, address="https://ä.example"))


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "</style><img src='https://elsewhere.example/x.png'>",
        '"; content: url(https://elsewhere.example/x) "',
        "\\000041 \\",
        "${title} $name %s",
        "a\nb",
    ],
)
def test_a_name_is_words_and_nothing_else(name: str) -> None:
    nasty = replace(RECORD, name=name, foot=name, place=name, state=name)
    assert words(nasty).count(" ".join(name.split())) >= 3


def test_hundreds_of_rows_go_over_pages_and_none_is_lost() -> None:
    rows = [(f"Unit {number}", "Working") for number in range(300)]
    record = replace(RECORD, tables=[Columns("What stands here", ("Equipment", "State"), rows)])
    said = words(record)
    assert all(f"Unit {number} " in said for number in range(300))
    with printed(record) as document:
        assert len(document) > 3
