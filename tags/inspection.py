"""The inspection certificate: one page for a wall, as in a lift, of a room or one unit.

It says when it was checked, how that is known, and until when it is good; or, of what failed work
that the law asks for, in the largest letters that it must not be used. Its code leads to the page
that knows more by then.
"""

from dataclasses import dataclass
from functools import partial
from html import escape
from importlib.resources import files
from string import Template
from typing import BinaryIO, Literal

from tags.sheetcode import code_drawing, write_paper

Size = Literal["A4", "A5"]
_WIDTHS = {"A4": 210, "A5": 148}
_SMALLER = (1.0, 0.8, 0.64, 0.5, 0.4)
"""Sizes that are tried, until all is on one page."""
_LETTERS = ((8, 26.0), (14, 20.0), (26, 14.0), (60, 10.0))
"""How many letters a name may have to be set so large, in mm on A4."""
_LONGER = 7.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything on the page, in the reader's language; `address` is "" where no code may be.

    `forbidden` takes the place of all that speaks for the thing: nothing but that is said large.
    """

    title: str
    house: str
    name: str
    place: str
    state: str
    facts: tuple[tuple[str, str], ...]
    until: tuple[str, str]
    """What the thing is good for, and the day; it stands out."""
    lead: str
    foot: str
    address: str
    code: str
    forbidden: str = ""
    size: Size = "A4"
    locale: str = "en"
    direction: str = "ltr"
    accent: str = "#0B5D57"


def write_certificate(certificate: Certificate, out: BinaryIO) -> None:
    """Write the certificate as a PDF of one page, its texts as large as fits.

    Raises TagError for an address that no code can bear, or a code that can't be read back.
    """
    sizes = [partial(_html, certificate, smaller) for smaller in _SMALLER]
    write_paper(sizes, certificate.address, out)


def _html(certificate: Certificate, smaller: float) -> str:
    page = files("tags").joinpath("inspection.html").read_text(encoding="utf-8")
    unit = _WIDTHS[certificate.size] / 210
    texts = ("title", "house", "name", "place", "state", "lead", "foot", "forbidden")
    also = ("size", "locale", "direction", "accent")
    return Template(page).substitute(
        {name: escape(getattr(certificate, name)) for name in (*texts, *also)},
        unit=f"{unit:.4f}",
        text=f"{unit * smaller:.4f}",
        letters=f"{_letters(certificate.name) * unit * smaller:.2f}",
        kind="forbidden" if certificate.forbidden else "checked",
        code=code_drawing(certificate.address, certificate.code),
        facts="".join(map(_fact, certificate.facts)),
        until_what=escape(certificate.until[0]),
        until=escape(certificate.until[1]),
    )


def _letters(name: str) -> float:
    return next((size for most, size in _LETTERS if len(name) <= most), _LONGER)


def _fact(fact: tuple[str, str]) -> str:
    return f"<div><dt>{escape(fact[0])}</dt><dd>{escape(fact[1])}</dd></div>"
