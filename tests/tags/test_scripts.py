"""Names look as Pango sets them, which WeasyPrint uses: letters joined, marked and turned alike."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from tags import design, stock
from tags.press import layout_of
from tests.tags.faces import a_face, cut, printed, raster, text_of

SHEET, LABEL = stock("a4-a5-poster"), design("label")
SAMPLES = {
    "latin": ("Größe AVATAR Łódź", "Noto Sans"),
    "greek": ("Αίθουσα 4", "Noto Sans"),
    "cyrillic": ("Зал № 5 й", "Noto Sans"),
    "arabic": ("قاعة المحاضرات", "Noto Sans Arabic"),
    "arabic with numbers": ("قاعة 12 أ", "Noto Sans Arabic"),
    "persian": ("کتاب‌خانه", "Noto Sans Arabic"),
    "hebrew": ("חֶדֶר סמינרים", "Noto Sans Hebrew"),
    "hindi": ("पुस्तकालय कि", "Noto Sans Devanagari"),
    "thai": ("ห้องเรียนที่", "Noto Sans Thai"),
    "chinese": ("第三会议室直", "Noto Sans CJK SC"),
    "japanese": ("大講義室の直", "Noto Sans CJK JP"),
    "korean": ("대강당세미나실", "Noto Sans CJK KR"),
}


def ours(text: str) -> Image.Image:
    face = a_face(subtitle=text)
    slots = {slot.field: slot for slot in layout_of(LABEL, SHEET, face).slots}
    picture = raster(printed([face], SHEET, LABEL))
    return trimmed(cut(picture, slots["subtitle"].box, SHEET.corner(0)))


def by_pango(text: str, family: str) -> Image.Image:
    from weasyprint import HTML  # noqa: PLC0415 (costs a second)

    page = HTML(
        string="<style>@page { size: 400mm 90mm; margin: 20mm }"
        f"p {{ font: 700 60pt '{family}', 'Noto Sans'; white-space: nowrap; margin: 0 }}</style>"
        f"<p dir=auto>{text}"
    )
    out = BytesIO()
    page.write_pdf(out)
    return trimmed(raster(out.getvalue()))


def trimmed(picture: Image.Image) -> Image.Image:
    dark = picture.point(lambda grey: 255 if grey < 128 else 0)
    return dark.crop(dark.getbbox())


@pytest.mark.parametrize(("text", "family"), SAMPLES.values(), ids=SAMPLES)
def test_a_name_looks_as_pango_sets_it(text: str, family: str) -> None:
    mine, theirs = ours(text), by_pango(text, family)
    assert mine.width / mine.height == pytest.approx(theirs.width / theirs.height, rel=0.02)
    scaled = mine.resize(theirs.size).point(lambda grey: 255 if grey > 127 else 0)
    differing = ImageChops.difference(scaled, theirs).histogram()[255]
    inked = theirs.histogram()[255]
    assert differing < 0.12 * inked


@pytest.mark.parametrize("text", [text for text, _ in SAMPLES.values()], ids=SAMPLES)
def test_names_can_be_copied_from_the_pdf(text: str) -> None:
    if "\u05b6" in text:
        pytest.skip("readers put pointed Hebrew in another order")
    assert text in text_of(printed([a_face(subtitle=text)], SHEET, LABEL))
