"""Printers and the house style as `tags` knows them, and a specimen of a tag to look at."""

from collections.abc import Mapping
from typing import BinaryIO

from flask_babel import gettext as _

from app.errors import Refusal
from app.formats import number
from app.language import N_
from app.paper.models import HouseStyle, Printer
from app.paper.words import named, said
from app.photos import queries as photos
from app.photos.models import Photo
from tags import (
    CalibrationWords,
    Face,
    Logo,
    Profile,
    Stock,
    Style,
    TagError,
    alignment,
    calibration,
    design,
    picture,
)
from tags.profile import CROSS
from tags.style import OWN_ACCENT

WORDS = (
    *("organisation", "accent", "verb", "detail", "help_line"),
    *("second_verb", "second_detail", "second_statement"),
)
"""All that a house can say of its own on tags; empty stands for the usual words."""
SPOKEN = (*(name for name in WORDS if name != "accent"), "statement")
USUAL = {
    "verb": N_("Something wrong? Scan me."),
    "detail": N_("See when this room was last checked."),
    "help_line": N_("Call 555 0100"),
    "statement": N_("This room is checked every two weeks."),
}
SPECIMEN = "000000000000"
"""The code on specimens; no room answers to it."""
SOME_ADDRESS = "HTTPS://ROOMS.EXAMPLE.EDU/T/"
SIZES = {"label": (99.1, 67.7), "door-poster": (105.0, 148.5), "certificate": (210.0, 148.5)}
"""Millimetres: the designs on which a style is looked at, each on one of its usual labels."""
WIDTH = 640
"""Pixels of a specimen."""


def profile(printer: Printer | None) -> Profile:
    """How far off a printer prints; not at all where none is named."""
    if printer is None:
        return Profile()
    return Profile(printer.offset_x, printer.offset_y, printer.scale_x, printer.scale_y)


def style(house: HouseStyle) -> Style:
    """The house's colour and logo, as tags are printed in them."""
    return Style(house.accent or OWN_ACCENT, _logo(house.logo), say=_in_words)


def _in_words(words: str) -> str:
    """Words that a design says on every tag, in the language of whoever prints."""
    return str(_(words))


def _logo(photo: Photo | None) -> Logo | None:
    if photo is None:
        return None
    return Logo(photos.content(photo), photo.media_type, photo.width, photo.height)


def usual(organisation: str) -> dict[str, str]:
    """What tags say where the house says nothing else."""
    words = {name: _(word) for name, word in USUAL.items()}
    return words | {"organisation": organisation, "accent": OWN_ACCENT}


def size_of_specimen(design_id: str) -> tuple[int, int]:
    """Width and height of its picture, in pixels."""
    width, height = SIZES[design_id]
    return WIDTH, round(WIDTH * height / width)


def looked_at(key: str) -> Photo:
    """A logo that was taken in to be looked at; refused where it is gone."""
    found = photos.photo(key)
    if found is None:
        sentence = _("This logo is no longer here. Choose it again.")
        raise Refusal(sentence, field="logo", status=422)
    return found


def specimen(
    words: Mapping[str, str], logo: Photo | None, design_id: str, organisation: str
) -> bytes:
    """A PNG of one tag with these words, in their colour, with a logo; nothing is kept.

    Raises Refusal for an unknown design, and for a colour that white words can't be read on.
    """
    face = _face(usual(organisation) | {name: word for name, word in words.items() if word})
    stock = _single(*SIZES.get(design_id, SIZES["label"]))
    try:
        look = Style(words["accent"] or OWN_ACCENT, _logo(logo), say=_in_words)
        return picture([face], stock, design(design_id), style=look, width_px=WIDTH)
    except TagError as error:
        raise Refusal(said(error), status=422) from error


def _face(words: Mapping[str, str]) -> Face:
    return Face(
        code=SPECIMEN,
        address=SOME_ADDRESS + SPECIMEN,
        title=_("2.14"),
        subtitle=_("Seminar room"),
        place=_("Curie Building · Floor 2"),
        **{name: words.get(name, "") for name in SPOKEN},
    )


def _single(width: float, height: float) -> Stock:
    """A page that is one label."""
    return Stock(
        id="",
        maker="",
        part=_("This label"),
        also_fits="",
        material="",
        page_width=width,
        page_height=height,
        columns=1,
        rows=1,
        label_width=width,
        label_height=height,
        left=0,
        top=0,
        pitch_x=width,
        pitch_y=height,
        source="",
    )


CALIBRATED = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
"""Millimetres: the pages that a calibration sheet is printed on."""


def calibration_sheet(page: str, out: BinaryIO) -> None:
    """Write the PDF on which a ruler shows how far off a printer is; on A4 unless told."""
    width, height = CALIBRATED.get(page, CALIBRATED["a4"])
    right, foot = number(round(width - CROSS, 1)), number(round(height - CROSS, 1))
    words = CalibrationWords(
        title=_("Calibration sheet"),
        printing=_(
            "Print this at its actual size, never “fit to page”. Then read four distances in"
            " millimetres from a long ruler, as well as you can: a half will do, a tenth is better."
        ),
        left=_("From the left edge of the paper to the first cross: it should be 20 mm."),
        across=_("From the left edge to the cross at the right: it should be %(by)s mm.", by=right),
        top=_("From the top edge of the paper to the first cross: it should be 20 mm."),
        down=_("From the top edge to the cross at the foot: it should be %(by)s mm.", by=foot),
        afterwards=_("Type these four numbers on the printer's page, under Tags, Printers."),
    )
    calibration(width, height, words, out)


def test_sheet(stock: Stock, printer: Printer | None, out: BinaryIO) -> None:
    """Write the PDF of a stock's cut marks, corrected for a printer."""
    printed_by = _("Corrected for %(printer)s", printer=printer.name) if printer else ""
    words = _(
        "%(stock)s · %(width)s × %(height)s mm · Print at 100 %%, not “fit to page” · %(corrected)s"
        " · Hold this page and a sheet of labels together against the light.",
        stock=named(stock),
        width=number(stock.label_width),
        height=number(stock.label_height),
        corrected=printed_by or _("Corrected for no printer"),
    )
    alignment(stock, words, profile=profile(printer), out=out)
