"""Sheets of tags: the drawing is laid out once, codes and texts are stamped on it as vectors."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO

from tags import stamps
from tags.artwork import compose
from tags.boxes import POINT
from tags.design import Design
from tags.face import N_, Face, Printed, TagError
from tags.fitting import fits
from tags.press import DRAWINGS, Press, drawings, sheet
from tags.profile import Profile
from tags.stock import Stock
from tags.style import Style

if TYPE_CHECKING:
    import pydyf  # type: ignore[import-untyped]


def print_tags(  # noqa: PLR0913 - what, on what, in which look, by which printer, where to
    faces: Iterable[Face],
    stock: Stock,
    design: Design,
    *,
    used: Collection[int] = (),
    style: Style = Style(),  # noqa: B008 - frozen
    profile: Profile = Profile(),  # noqa: B008 - frozen
    note: str = "",
    out: BinaryIO,
) -> Printed:
    """Write a PDF of tags on sheets of a stock to `out`, and return what was printed.

    The labels `used` (numbers from 0, in rows) of the first sheet are left blank, for a sheet
    already begun. `note` stands small in the upper margin of each sheet, where there is one.
    Faces are taken one by one as pages fill. Raises TagError, with nothing written, when there is
    no face, when the first sheet has no label left, or when a code would be too small to be read.
    """
    fits(design, stock, address_length=1)
    free = free_labels(stock, used)
    waiting = iter(faces)
    first = next(waiting, None)
    if first is None:
        raise TagError(N_("There is nothing to print: no tag was chosen."))
    fits(design, stock, address_length=len(first.address))
    press = Press(stock, design, style)
    every = chain([first], waiting)
    plans = drawings(design, stock, style)
    pages = compose(plans, stock, style, out, lambda pdf: _fill(pdf, press, every, free))
    return Printed(press.count, pages, tuple(press.unprintable))


def free_labels(stock: Stock, used: Collection[int]) -> list[int]:
    """Return the labels of a sheet that are not used up; raise TagError when none is left."""
    every = range(stock.per_sheet)
    if not all(label in every for label in used):
        raise TagError(
            N_("A sheet of %(stock)s has labels 1 to %(count)d."),
            stock=stock,
            count=stock.per_sheet,
        )
    free = [label for label in every if label not in used]
    if not free:
        raise TagError(N_("All labels of this sheet are used up. Take a fresh one."))
    return free


def _fill(pdf: "pydyf.PDF", press: Press, faces: Iterator[Face], free: list[int]) -> int:
    """Turn the pages of a document into stamps, and fill sheets with them; return how many."""
    from tags import embedding  # noqa: PLC0415 (needs pydyf, which comes with WeasyPrint)

    forms = dict(zip(DRAWINGS.values(), _pages_to_forms(pdf, press.stock), strict=True))
    resources = embedding.dictionary(pdf, {})
    places: Sequence[int] = free
    while batch := list(islice(faces, len(places))):
        content = embedding.stream(pdf, sheet(press, batch, places))
        _add_page(pdf, press.stock, content, resources.reference)
        places = range(press.stock.per_sheet)
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
