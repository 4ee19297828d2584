"""The fixed drawing of a tag, laid out once by WeasyPrint, and the document that bears it."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

from tags.boxes import Piece, Plan
from tags.stock import Stock

if TYPE_CHECKING:
    import pydyf  # type: ignore[import-untyped]

WORDMARK = 0.6
"""Size of the product's name, as a share of the height of its row."""


def compose(
    plans: Sequence[Plan], stock: Stock, out: BinaryIO, fill: "Callable[[pydyf.PDF], int]"
) -> int:
    """Write a PDF with a page for the drawing of each plan, after `fill` made of it what it likes.

    `fill` is called before a byte is written: what it raises leaves `out` untouched. Returns
    what `fill` returns.
    """
    from weasyprint import HTML  # noqa: PLC0415 (costs a second: only those who print pay)

    page = HTML(string=_html(plans, stock), url_fetcher=_refuse)
    filled: list[int] = []
    page.write_pdf(out, finisher=lambda _, pdf: filled.append(fill(pdf)))
    return filled[0]


def _refuse(address: str, *_: Any, **__: Any) -> NoReturn:
    message = f"A tag's drawing needs nothing from elsewhere, and asked for {address}."
    raise PermissionError(message)


def _html(plans: Sequence[Plan], stock: Stock) -> str:
    drawings = ("".join(map(_piece, plan.art)) for plan in plans)
    pages = "".join(f'<div class="label">{drawing}</div>' for drawing in drawings)
    return Template(_text("art.html")).substitute(
        width=stock.label_width, height=stock.label_height, pages=pages
    )


def _piece(piece: Piece) -> str:
    box = piece.box
    place = (
        f"left:{box.x:.3f}mm;top:{box.y:.3f}mm;width:{box.width:.3f}mm;height:{box.height:.3f}mm"
    )
    if piece.kind == "wordmark":
        place += f";line-height:{box.height:.3f}mm;font-size:{WORDMARK * box.height:.3f}mm"
    content = {"mark": _text("mark.svg"), "wordmark": "Roomworthy"}.get(piece.kind, "")
    return f'<div class="piece {piece.kind}" style="{place}">{content}</div>'


@cache
def _text(name: str) -> str:
    return files("tags").joinpath(name).read_text(encoding="utf-8")
