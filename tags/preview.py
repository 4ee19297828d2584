"""A picture of one sheet, to look at before paper is spent."""

from collections.abc import Collection, Iterable
from io import BytesIO
from itertools import islice

from tags.design import Design
from tags.face import N_, Face, TagError
from tags.press import Press
from tags.proof import AT_A_TIME
from tags.sheet import Run, draw, free_labels
from tags.stock import Stock
from tags.style import Style

EDGE, USED = (0xC4, 0xCC, 0xCA), (0xEE, 0xF1, 0xF0)
"""Colours of the edges of labels, and of labels left blank because they are used up."""


def picture(
    faces: Iterable[Face],
    stock: Stock,
    design: Design,
    *,
    used: Collection[int] = (),
    style: Style = Style(),  # noqa: B008 - frozen
    page: int = 0,
    width_px: int = 900,
) -> bytes:
    """Return a PNG of sheet `page` (from 0) as `print_tags` would print it, `width_px` wide.

    Edges of labels are drawn in light grey, and used ones filled; neither is ever printed.
    Raises TagError as `print_tags` does, and when the order has no such sheet.
    """
    free_labels(stock, used)
    start = max(page * stock.per_sheet - len(set(used)), 0)
    blank = frozenset(used) if page == 0 else frozenset()
    chosen = list(islice(faces, start, start + stock.per_sheet - len(blank)))
    if page < 0 or (page and not chosen):
        raise TagError(N_("This order has no sheet %(number)d."), number=page + 1)
    printed = BytesIO()
    draw(Run(Press(stock, design, style.on(stock))), chosen, blank, None, printed)
    return _drawn(printed.getvalue(), stock, blank, width_px)


def _drawn(pdf: bytes, stock: Stock, blank: Collection[int], width_px: int) -> bytes:
    from PIL import ImageChops, ImageDraw  # noqa: PLC0415 (slow to import)
    from pypdfium2 import PdfDocument  # noqa: PLC0415 (slow to import)

    scale = width_px / stock.page_width
    with AT_A_TIME, PdfDocument(pdf) as document:
        page = document[0]
        bitmap = page.render(scale=scale * 25.4 / 72)
        sheet = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
    under = sheet.copy()
    under.paste((255, 255, 255), (0, 0, *under.size))
    edges = ImageDraw.Draw(under)
    for label in range(stock.per_sheet):
        x, y = stock.corner(label)
        right, bottom = x + stock.label_width, y + stock.label_height
        corners = tuple(length * scale for length in (x, y, right, bottom))
        fill = USED if label in blank else None
        edges.rounded_rectangle(corners, 1.5 * scale, fill=fill, outline=EDGE)
    png = BytesIO()
    ImageChops.multiply(under, sheet).save(png, "PNG")
    return png.getvalue()
