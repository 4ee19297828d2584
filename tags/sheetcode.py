"""A paper of its own kind with a code: drawn, tagged for screen readers, and read back."""

from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from typing import BinaryIO

from tags.artwork import refusing
from tags.face import N_, TagError
from tags.proof import AT_A_TIME
from tags.symbol import QUIET_ZONE, symbol

_DOTS = 200
"""Dots per inch at which a finished page is read."""


def code_drawing(address: str, letters: str) -> str:
    """The code of an address as a drawing, with its letters below; "" without an address.

    Raises TagError for an address that no code can bear.
    """
    if not address:
        return ""
    drawn = symbol(address)
    squares = "".join(
        f"M{column} {row}h1v1h-1z"
        for row in range(drawn.size)
        for column in range(drawn.size)
        if drawn.dark(row, column)
    )
    whole = drawn.size + 2 * QUIET_ZONE
    box = f"{-QUIET_ZONE} {-QUIET_ZONE} {whole} {whole}"
    return (
        f'<div class="code"><svg viewBox="{box}" shape-rendering="crispEdges" role="img"'
        f' aria-label="{escape(address)}"><path d="{squares}"/></svg>{escape(letters)}</div>'
    )


def write_paper(drawings: Sequence[Callable[[], str]], address: str, out: BinaryIO) -> None:
    """Write the first drawing that is one page as PDF/UA, or the last one however long it is.

    Nothing is fetched from anywhere, and `out` is written to only after the code of the first page
    was read back. Raises TagError where that does not say its address.
    """
    from weasyprint import HTML  # noqa: PLC0415 (costs a second: only those who print pay)

    for drawing in drawings:
        document = HTML(string=drawing(), url_fetcher=refusing()).render(pdf_variant="pdf/ua-1")
        if len(document.pages) == 1:
            break
    finished = BytesIO()
    document.write_pdf(finished, pdf_variant="pdf/ua-1")
    _insist(finished.getvalue(), address)
    out.write(finished.getvalue())


def _insist(content: bytes, address: str) -> None:
    found = _read(content)
    if found == ([address] if address else []):
        return
    raise TagError(
        N_("The code was read back as %(found)s, not as %(meant)s. Nothing was printed."),
        found=", ".join(found) or "–",
        meant=address or "–",
    )


def _read(content: bytes) -> list[str]:
    import zxingcpp  # noqa: PLC0415 (only those who print need it)
    from pypdfium2 import PdfDocument  # noqa: PLC0415 (slow to import)

    with AT_A_TIME, PdfDocument(content) as document:
        image = document[0].render(scale=_DOTS / 72, grayscale=True).to_pil()
    return [each.text for each in zxingcpp.read_barcodes(image)]
