"""The fixed drawing of a tag, laid out once by WeasyPrint, and the document that bears it."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, BinaryIO

from tags.boxes import Piece, Plan
from tags.stock import Stock
from tags.style import OWN_ACCENT, Logo, Style

if TYPE_CHECKING:
    import pydyf  # type: ignore[import-untyped]
    from weasyprint.urls import URLFetcher

WORDMARK = 0.6
"""Size of the product's name, as a share of the height of its row."""


LOGO = "logo:"
"""The one address that a drawing may ask for."""


def compose(
    plans: Sequence[Plan],
    stock: Stock,
    style: Style,
    out: BinaryIO,
    fill: "Callable[[pydyf.PDF], int]",
) -> int:
    """Write a PDF with a page for the drawing of each plan, after `fill` made of it what it likes.

    `fill` is called before a byte is written: what it raises leaves `out` untouched. Returns
    what `fill` returns.
    """
    from weasyprint import HTML  # noqa: PLC0415 (costs a second: only those who print pay)

    page = HTML(string=_html(plans, stock, style), url_fetcher=_fetcher(style.logo))
    filled: list[int] = []
    page.write_pdf(out, finisher=lambda _, pdf: filled.append(fill(pdf)))
    return filled[0]


def _fetcher(logo: Logo | None) -> "URLFetcher":
    """Return what fetches the logo from memory, and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 (as above)

    class Own(URLFetcher):
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            if logo and url == LOGO:
                return URLFetcherResponse(url, logo.data, {"Content-Type": logo.media_type})
            message = f"A tag's drawing needs nothing from elsewhere, and asked for {url}."
            raise PermissionError(message)

    return Own(fail_on_errors=True)


def refusing() -> "URLFetcher":
    """Return a fetcher that fetches nothing, for drawings that have all they need."""
    return _fetcher(None)


def _html(plans: Sequence[Plan], stock: Stock, style: Style) -> str:
    drawn = ("".join(_piece(piece, style) for piece in plan.art) for plan in plans)
    pages = "".join(f'<div class="label">{drawing}</div>' for drawing in drawn)
    return Template(_text("art.html")).substitute(
        width=stock.label_width,
        height=stock.label_height,
        accent=style.accent,
        tint=style.tint,
        pages=pages,
    )


def _piece(piece: Piece, style: Style) -> str:
    box = piece.box
    place = (
        f"left:{box.x:.3f}mm;top:{box.y:.3f}mm;width:{box.width:.3f}mm;height:{box.height:.3f}mm"
    )
    if piece.kind == "wordmark":
        place += f";line-height:{box.height:.3f}mm;font-size:{WORDMARK * box.height:.3f}mm"
    content = {
        "mark": _text("mark.svg").replace(OWN_ACCENT, style.accent),
        "wordmark": "Roomworthy",
        "logo": f'<img src="{LOGO}" alt="">',
    }.get(piece.kind, "")
    return f'<div class="piece {piece.kind}" style="{place}">{content}</div>'


@cache
def _text(name: str) -> str:
    return files("tags").joinpath(name).read_text(encoding="utf-8")
