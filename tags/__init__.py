"""Inspection tags on paper: what is on them, how big, on which stock, as which PDF.

Pure: plain frozen faces and a stock come in, bytes go out. Nothing here knows of the website.
"""

from tags.alignment import alignment
from tags.calibration import CalibrationWords, calibration
from tags.design import Design, design, designs
from tags.face import Face, Printed, TagError, Unprintable, grouped
from tags.finding import search, stock
from tags.fitting import fits, says, symbol_width
from tags.fontpackages import Undrawable, undrawable
from tags.inspection import Certificate, write_certificate
from tags.listing import write_listing
from tags.preview import picture
from tags.profile import Profile
from tags.record import Columns, Record, write_record
from tags.sheet import free_labels, print_tags
from tags.stock import Stock, StockError, catalogue
from tags.style import Logo, Style
from tags.zpl import print_zpl, speaks_zpl

__all__ = [
    "CalibrationWords",
    "Certificate",
    "Columns",
    "Design",
    "Face",
    "Logo",
    "Printed",
    "Profile",
    "Record",
    "Stock",
    "StockError",
    "Style",
    "TagError",
    "Undrawable",
    "Unprintable",
    "alignment",
    "calibration",
    "catalogue",
    "design",
    "designs",
    "fits",
    "free_labels",
    "grouped",
    "picture",
    "print_tags",
    "print_zpl",
    "says",
    "search",
    "speaks_zpl",
    "stock",
    "symbol_width",
    "undrawable",
    "write_certificate",
    "write_listing",
    "write_record",
]
