"""Inspection tags on paper: what is on them, how big, on which stock, as which PDF.

Pure: plain frozen faces and a stock come in, bytes go out. Nothing here knows of the website.
"""

from tags.design import Design, design, designs
from tags.face import Face, Printed, TagError, Unprintable, grouped
from tags.fitting import fits
from tags.preview import picture
from tags.sheet import print_tags
from tags.stock import Stock, StockError, catalogue, search, stock

__all__ = [
    "Design",
    "Face",
    "Printed",
    "Stock",
    "StockError",
    "TagError",
    "Unprintable",
    "catalogue",
    "design",
    "designs",
    "fits",
    "grouped",
    "picture",
    "print_tags",
    "search",
    "stock",
]
