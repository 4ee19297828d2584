"""A spare, or what a site has of it, made of the cells of a row."""

from __future__ import annotations

import re

from app.imports.meaning.cells import MAX_NAME, MAX_NOTE, MAX_NUMBER, Cells
from app.imports.meaning.rows import EquipmentRow
from app.imports.meaning.things import StockRow, ThingRow
from app.imports.meaning.words.equipment import equipment_type_of
from app.imports.reading.sheets import ImportRefused
from app.language import N_

NO_SPARE = N_("This row names no spare.")
NO_MODEL = N_("This row does not say what it is a spare for: no type, maker or model number.")
NO_STOCK = N_("This row tells neither how many there are, nor how many there should be, nor where.")
NO_NUMBER = N_("“%(text)s” is no number of pieces. Write a whole number from 0 to %(most)s.")

MOST = 9_999
"""Pieces, as the form of a stock takes them; more are a slip of the finger."""
_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0+)?")


def spare_of(cells: Cells) -> ThingRow:
    """The spare that the row tells; what it does not say stays out."""
    told = {
        "part_number": cells.code("part_number", MAX_NUMBER),
        "set_number": cells.code("set_number", MAX_NUMBER),
        "category": cells.text("category"),
        "note": cells.text("note", MAX_NOTE),
    }
    model = _model(cells)
    if not any((model.type_text, model.maker, model.model_number)):
        cells.refuse("model_number", NO_MODEL)
    name, values = cells.required("spare", NO_SPARE), {n: text for n, text in told.items() if text}
    vendor = cells.text("vendor")
    return ThingRow(
        cells.line, "spare", name, values, model=model, vendor=vendor, sheet=cells.sheet
    )


def stock_of(cells: Cells) -> StockRow:
    """What the row tells of a site's stock of a spare: count, minimum, place."""
    told = {
        "place": cells.text("place", MAX_NAME),
        "count": cells.parsed("count", pieces_of),
        "minimum": cells.parsed("minimum", pieces_of),
    }
    values = {name: value for name, value in told.items() if value is not None}
    if not values and not cells.refusals:
        cells.refuse("count", NO_STOCK)
    return StockRow(
        cells.line,
        cells.required("spare", NO_SPARE),
        _model(cells),
        part_number=cells.code("part_number", MAX_NUMBER),
        site=cells.text("site"),
        values=values,
        sheet=cells.sheet,
    )


def pieces_of(text: str) -> int:
    """The number of pieces that a text says. Raises ImportRefused if it is none, or too many."""
    whole = _WHOLE.fullmatch(text)
    if whole is None or int(whole[1]) > MOST:
        raise ImportRefused(NO_NUMBER, text=text[:40], most=MOST)
    return int(whole[1])


def _model(cells: Cells) -> EquipmentRow:
    """Type, maker and model number in the words that people decided to be meant."""
    text, maker = cells.text("equipment_type"), cells.decided.maker(cells.text("maker"))
    return EquipmentRow(
        cells.line,
        "",
        "",
        equipment_type=cells.decided.type(text) or equipment_type_of(text or ""),
        type_text=text,
        maker=maker,
        model_number=cells.decided.model(maker, cells.code("model_number")),
        sheet=cells.sheet,
    )
