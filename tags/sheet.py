"""Sheets of tags: the drawing is laid out once, codes and texts are stamped on it as vectors."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from tags import stamps
from tags.artwork import compose
from tags.boxes import POINT, Texts
from tags.design import Design
from tags.face import N_, Face, Printed, TagError
from tags.fitting import fits
from tags.layout import plan
from tags.press import DRAWINGS, OPTIONAL, Press, sheet
from tags.stock import Stock

if TYPE_CHECKING:
    import pydyf  # type: ignore[import-untyped]


def print_tags(
    faces: Iterable[Face], stock: Stock, design: Design, *, skip: int = 0, out: BinaryIO
) -> Printed:
    """Write a PDF of tags on sheets of a stock to `out`, and return what was printed.

    The first `skip` labels of the first sheet are left blank, for a sheet already begun. Faces
    are taken one by one as pages fill. Raises TagError, with nothing written, when there is no
    face, when the first sheet has no such label, or when a code would be too small to be read.
    """
    fits(design, stock, address_length=1)
    check_skip(stock, skip)
    waiting = iter(faces)
    first = next(waiting, None)
    if first is None:
        raise TagError(N_("There is nothing to print: no tag was chosen."))
    fits(design, stock, address_length=len(first.address))
    press = Press(stock, design)
    every = chain([first], waiting)
    drawings = [plan(design, stock, Texts(frozenset(OPTIONAL), 3, way)) for way in DRAWINGS]
    pages = compose(drawings, stock, out, lambda pdf: _fill(pdf, press, every, skip))
    return Printed(press.count, pages, tuple(press.unprintable))


def check_skip(stock: Stock, skip: int) -> None:
    """Raise TagError when a sheet has no label after the first `skip`."""
    if not 0 <= skip < stock.per_sheet:
        raise TagError(
            N_(
                "A sheet of %(stock)s has %(count)d labels:"
                " you can leave from 0 to %(most)d of them blank, not %(skip)d."
            ),
            stock=stock,
            count=stock.per_sheet,
            most=stock.per_sheet - 1,
            skip=skip,
        )


def _fill(pdf: "pydyf.PDF", press: Press, faces: Iterator[Face], skip: int) -> int:
    """Turn the pages of a document into stamps, and fill sheets with them; return how many."""
    from tags import embedding  # noqa: PLC0415 (needs pydyf, which comes with WeasyPrint)

    forms = dict(zip(DRAWINGS.values(), _pages_to_forms(pdf, press.stock), strict=True))
    resources = embedding.dictionary(pdf, {})
    start = skip
    while batch := list(islice(faces, press.stock.per_sheet - start)):
        content = embedding.stream(pdf, sheet(press, batch, start))
        _add_page(pdf, press.stock, content, resources.reference)
        start = 0
    forms |= {stamps.squares_name(size).decode(): _squares(pdf, size) for size in press.sizes}
    fonts = {font.name: embedding.embed(pdf, font, used) for font, used in press.used.items()}
    resources["XObject"], resources["Font"] = _named(forms), _named(fonts)
    # A printer that scales to fit moves every label off its die: ask viewers not to.
    pdf.catalog["ViewerPreferences"] = b"<< /PrintScaling /None >>"
    return int(pdf.pages["Count"])


def _named(references: dict[str, bytes]) -> bytes:
    entries = (b"/%b %b" % (name.encode(), entry) for name, entry in references.items())
    return b"<< %b >>" % b" ".join(entries)


def _squares(pdf: "pydyf.PDF", size: int) -> bytes:
    from tags import embedding  # noqa: PLC0415 (needs pydyf, which comes with WeasyPrint)

    form = {"Type": "/XObject", "Subtype": "/Form", "BBox": f"[0 0 {size} {size}]"}
    return embedding.stream(pdf, stamps.squares(size), dict(form))


def _pages_to_forms(pdf: "pydyf.PDF", stock: Stock) -> list[bytes]:
    """Make the content of every page a form with its origin top left; return their references."""
    width, height = stock.label_width / POINT, stock.label_height / POINT
    forms: list[bytes] = []
    for number in pdf.pages["Kids"][::3]:
        page = pdf.objects[number]
        content = pdf.objects[int(page["Contents"].split()[0])]
        content.extra.update(
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": b"[0 0 %.3f %.3f]" % (width, height),
                "Matrix": b"[1 0 0 1 0 %.3f]" % -height,
                "Resources": page["Resources"],
            }
        )
        forms.append(bytes(content.reference))
        page.clear()
    del pdf.pages["Kids"][:]
    pdf.pages["Count"] = 0
    return forms


def _add_page(pdf: "pydyf.PDF", stock: Stock, content: bytes, resources: bytes) -> None:
    import pydyf  # noqa: PLC0415 (comes with WeasyPrint)

    width, height = stock.page_width / POINT, stock.page_height / POINT
    entries = {
        "Type": "/Page",
        "Parent": pdf.pages.reference,
        "MediaBox": b"[0 0 %.3f %.3f]" % (width, height),
        "Contents": content,
        "Resources": resources,
    }
    pdf.add_page(pydyf.Dictionary(entries))
