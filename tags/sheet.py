"""Sheets of tags: the drawing is laid out once, codes and texts are stamped on it as vectors."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from operator import length_hint
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from tags import stamps
from tags.artwork import compose
from tags.boxes import POINT
from tags.design import Design
from tags.face import N_, Face, Printed, TagError
from tags.fitting import fits
from tags.margin import noted
from tags.press import DRAWINGS, Press, drawings, sheet
from tags.profile import Profile
from tags.proof import Sample, read_back
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
    already begun. `profile` has everything drawn so that it comes out right on that printer.
    `note` stands small in the margin of each sheet, as `margin.noted` says. Faces are taken one
    by one as pages fill; where their number is known, the note tells how many sheets there are.

    Codes are read back from the finished file, as `proof` says, before any of it is written to
    `out`. Raises TagError, with nothing written, when there is no face, when the first sheet has
    no label left, when a code would be too small to be read, or when one was not read back.
    """
    style = style.on(stock)
    run = Run(Press(stock, design, style), profile, note, pages_of(faces, stock, used))
    sample = Sample(stock, design, style, profile)
    with NamedTemporaryFile(prefix="roomworthy-", suffix=".pdf") as file:
        printed = draw(run, faces, used, sample, cast(BinaryIO, file))
        file.flush()
        checked = read_back(file.name, sample)
        file.seek(0)
        copyfileobj(file, out)
    return replace(printed, checked=checked)


@dataclass(frozen=True, slots=True)
class Run:
    """A print run, and what stands around the labels of its pages."""

    press: Press
    profile: Profile = Profile()  # noqa: RUF009 - frozen
    note: str = ""
    pages: int = 0
    """How many there will be, or 0 where that is not known."""

    def content(self, faces: Sequence[Face], places: Sequence[int], number: int) -> bytes:
        """Return the content of page `number` (from 1): each face on the label of its place."""
        parts = [sheet(self.press, faces, places)]
        if self.note:
            parts.append(noted(self.press, self.note, number, self.pages))
        if self.profile != Profile():
            moved = self.profile.matrix(self.press.stock.page_height)
            parts = [b"q %.6f %.6f %.6f %.6f %.4f %.4f cm" % moved, *parts, b"Q"]
        return b"\n".join(parts)


def pages_of(faces: Iterable[Face], stock: Stock, used: Collection[int]) -> int:
    """Return how many sheets faces will fill, or 0 where it is not known how many they are."""
    known = length_hint(faces)
    return -(-(known + len(set(used))) // stock.per_sheet) if known else 0


def draw(
    run: Run, faces: Iterable[Face], used: Collection[int], sample: Sample | None, out: BinaryIO
) -> Printed:
    """Write the PDF of a run as `print_tags` does, but read nothing back.

    What each sheet should bear is told to `sample`.
    """
    press = run.press
    fits(press.design, press.stock, address_length=1)
    free = free_labels(press.stock, used)
    waiting = iter(faces)
    first = next(waiting, None)
    if first is None:
        raise TagError(N_("There is nothing to print: no tag was chosen."))
    fits(press.design, press.stock, address_length=len(first.address))
    every = _sheets(chain([first], waiting), press.stock, free, sample)
    plans = drawings(press.design, press.stock, press.style)
    pages = compose(plans, press.stock, press.style, out, lambda pdf: _fill(pdf, run, every))
    return Printed(press.count, pages, tuple(press.unprintable))


_Sheets = Iterator[tuple[list[Face], Sequence[int]]]


def _sheets(
    faces: Iterator[Face], stock: Stock, free: Sequence[int], sample: Sample | None
) -> _Sheets:
    """Yield the faces of sheet after sheet, and the places where they go."""
    places = free
    while batch := list(islice(faces, len(places))):
        if sample:
            sample.add(batch, places)
        yield batch, places
        places = range(stock.per_sheet)


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


def _fill(pdf: "pydyf.PDF", run: Run, sheets: _Sheets) -> int:
    """Turn the pages of a document into stamps, and fill sheets with them; return how many."""
    from tags import drafting, embedding  # noqa: PLC0415 (need pydyf, which comes with WeasyPrint)

    press = run.press
    size = press.stock.page_width, press.stock.page_height
    forms = dict(zip(DRAWINGS.values(), _pages_to_forms(pdf, press.stock), strict=True))
    resources = embedding.dictionary(pdf, {})
    for number, (batch, places) in zip(count(1), sheets):
        content = embedding.stream(pdf, run.content(batch, places, number))
        drafting.add_page(pdf, size, content, resources.reference)
    forms |= {stamps.squares_name(size).decode(): _squares(pdf, size) for size in press.sizes}
    fonts = {font.name: embedding.embed(pdf, font, used) for font, used in press.used.items()}
    resources["XObject"], resources["Font"] = _named(forms), _named(fonts)
    drafting.unscaled(pdf)
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
