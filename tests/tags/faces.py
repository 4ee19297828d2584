"""Faces to print, and eyes to look at what was printed."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from io import BytesIO
from itertools import cycle, islice
from random import Random

import pypdfium2
import zxingcpp
from PIL import Image

from tags import Design, Face, Stock, print_tags
from tags.boxes import Box

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HOST = "HTTPS://ROOMS.EXAMPLE.EDU/T/"
DOTS = 300 / 25.4
"""Dots in a millimetre at 300 dots an inch."""

LONG = (
    "The Very Reverend Doctor Bartholomew Montgomery Featherstonehaugh Memorial Collaborative "
    "Learning Commons and Digital Humanities Research Seminar Room Number Four Hundred Twenty-Two"
).ljust(200, "B")
NAMES = {
    "short": ("B 2.14", "Seminar room, 40 seats", "Chemistry building · Floor 2"),
    "long": (LONG, LONG, LONG),
    "one word": ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter", "", ""),
    "diacritics": ("Café Größenwahn Ærøskøbing Łódź Ệ", "Aufführungsraum", "Neubau · 3. OG"),
    "greek": ("Αίθουσα Διδασκαλίας 4", "Σεμιναριακή αίθουσα", "Κτίριο Χημείας · Όροφος 2"),
    "cyrillic": ("Лекционный зал № 5", "Аудитория на 120 мест", "Главный корпус · Этаж 1"),
    "chinese": ("第三会议室", "会议室，20座", "化学楼 · 二层"),
    "japanese": ("大講義室（2階）プレゼンテーション用", "講義室、180席", "理学部棟・2階"),
    "korean": ("대강당 제2세미나실", "세미나실, 40석", "화학관 2층"),
    "arabic": ("قاعة المحاضرات 12", "قاعة تتسع لـ 40 مقعدًا", "مبنى الكيمياء · الطابق 2"),
    "hebrew": ("חדר סמינרים 214 (AV)", "חדר סמינרים, 40 מושבים", "בניין הכימיה · קומה 2"),
    "hostile": ("\u202eevil\u202c \x07\u200b" + "Z\u0301\u0323" * 90, "a\ufeff\ud800b", "\u2066x"),
    "marks": ("A" + "\u0301" * 150, "\u0bcb\u200d\u200d", "ﷺﷺﷺﷺﷺﷺﷺ ꧅꧅꧅"),
    "empty": ("", "", ""),
}


def code(number: int) -> str:
    """Return a code of 12 characters, another one for every number."""
    return "".join(Random(number).choices(LETTERS, k=12))  # noqa: S311 (not a secret)


def a_face(number: int = 0, **changes: str) -> Face:
    """Return a usual face."""
    its_code = code(number)
    usual = Face(
        code=its_code,
        address=HOST + its_code,
        title="B 2.14",
        subtitle="Seminar room, 40 seats",
        place="Chemistry building · Floor 2",
        verb="Something wrong? Scan me.",
        detail="See when this room was last checked.",
        help_line="Call 5555",
        organisation="Example University",
    )
    return replace(usual, **changes)


def faces_in_all_scripts(count: int) -> list[Face]:
    """Return faces whose names take turns at being short, long, hostile, and in every script."""
    names = islice(cycle(NAMES.values()), count)
    return [
        a_face(number, title=title, subtitle=subtitle, place=place)
        for number, (title, subtitle, place) in enumerate(names)
    ]


def printed(faces: Iterable[Face], stock: Stock, design: Design, skip: int = 0) -> bytes:
    """Return the PDF of some faces."""
    out = BytesIO()
    print_tags(faces, stock, design, used=range(skip), out=out)
    return out.getvalue()


def printed_on(
    labels: Collection[int], faces: Iterable[Face], stock: Stock, design: Design
) -> bytes:
    """Return the PDF of some faces on certain labels of one sheet."""
    out = BytesIO()
    others = [label for label in range(stock.per_sheet) if label not in labels]
    print_tags(faces, stock, design, used=others, out=out)
    return out.getvalue()


def raster(pdf: bytes, page: int = 0, dots: float = DOTS) -> Image.Image:
    """Return a page as a grey picture, `dots` to the millimetre."""
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page].render(scale=dots * 25.4 / 72, grayscale=True)
        picture: Image.Image = bitmap.to_pil().convert("L").copy()
        return picture


def text_of(pdf: bytes, page: int = 0) -> str:
    """Return the text a reader would copy from a page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[page].get_textpage().get_text_bounded())


def cut(picture: Image.Image, box: Box, corner: tuple[float, float] = (0, 0)) -> Image.Image:
    """Return the part of a picture inside a box on a label, to the nearest dot."""
    x, y = corner
    edges = (x + box.x, y + box.y, x + box.right, y + box.bottom)
    return picture.crop(tuple(round(edge * DOTS) for edge in edges))  # type: ignore[arg-type]


def read(picture: Image.Image) -> str:
    """Return what a phone would read from a picture of one code, or ""."""
    found = zxingcpp.read_barcodes(picture)
    return str(found[0].text) if found else ""
