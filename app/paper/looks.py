"""Printers and the house style as `tags` knows them."""

from app.paper.models import HouseStyle, Printer
from tags import Profile, Style
from tags.style import OWN_ACCENT


def profile(printer: Printer | None) -> Profile:
    """How far off a printer prints; not at all where none is named."""
    if printer is None:
        return Profile()
    return Profile(printer.offset_x, printer.offset_y, printer.scale_x, printer.scale_y)


def style(house: HouseStyle) -> Style:
    """The house's colour, as tags are printed in it."""
    return Style(accent=house.accent or OWN_ACCENT)
