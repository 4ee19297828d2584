"""The certificate on paper: one page, any script, read back, tagged for screen readers."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest

from tags import Certificate, TagError, sheetcode, write_certificate
from tags.symbol import symbol

PAPER = Certificate(
    title="Inspection certificate",
    house="Northfield University",
    name="ARC 1.12",
    place="Architecture",
    state="Everything here was found working.",
    facts=(("Checked on", "12 November 2026"),),
    until=("Next check by", "19 November 2026"),
    lead="Scan to see how it is today.",
    foot="Issued today.",
    address="HTTPS://ROOMS.EXAMPLE.EDU/T/7K3QX9MP2TA4",
    code="7K3Q-X9MP-2TA4",
)
NAMES = {
    "Latin": "Große Aula Ñandú",
    "Greek": "Αίθουσα",
    "Cyrillic": "Аудитория",
    "Arabic": "قاعة المحاضرات",
    "Hebrew": "אולם הרצאות",
    "Devanagari": "सभागार",
    "Bengali": "সভাগৃহ",
    "Tamil": "அரங்கம்",
    "Thai": "ห้องประชุม",
    "Han": "会议室",
    "Kana": "かいぎしつ",
    "Hangul": "회의실",
}


def printed(paper: Certificate) -> bytes:
    out = BytesIO()
    write_certificate(paper, out)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_of_any_script_is_drawn_from_a_font_that_has_it(name: str) -> None:
    with pypdfium2.PdfDocument(printed(replace(PAPER, name=name, size="A5"))) as document:
        said = document[0].get_textpage().get_text_bounded()
        assert "\ufffd" not in said
        assert len(document) == 1


def test_it_stays_one_page_however_long_its_words_are() -> None:
    long = "A very long name of a lecture theatre " * 6  # longer than what the tables take
    paper = replace(PAPER, name=long, place=long, state=long, facts=((long, long),) * 4, size="A5")
    with pypdfium2.PdfDocument(printed(paper)) as document:
        assert len(document) == 1


def test_a_screen_reader_is_told_its_parts() -> None:
    with pypdfium2.PdfDocument(printed(replace(PAPER, locale="de"))) as document:
        assert document.is_tagged()


def test_a_code_that_does_not_say_its_address_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    other = symbol("HTTPS://ELSEWHERE.EXAMPLE/T/7K3QX9MP2TA4")
    monkeypatch.setattr(sheetcode, "symbol", lambda _address: other)
    out = BytesIO()
    with pytest.raises(TagError, match="ELSEWHERE"):
        write_certificate(PAPER, out)
    assert out.getvalue() == b""
