"""The contacts of a COBie workbook: the firms among them that sell, guarantee or deliver.

Other sheets name a contact by its e-mail. Whoever is named by none of them is a person who wrote
the workbook, and stays out.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.imports.meaning.cells import Cells, Refusal
from app.imports.meaning.cobie.building import Facility, Tables, cells_of
from app.imports.meaning.things import ThingRow
from app.imports.reading.cleaning import spelled
from app.language import N_

VENDOR = "Vendor"
"""The category of the contacts that are vendors in a workbook of ours."""

NAMED_BY = (
    ("Type", ("Manufacturer", "WarrantyGuarantorParts", "WarrantyGuarantorLabor")),
    ("Spare", ("Suppliers",)),
)
_ADDRESS = ("Street", "PostalBox", "PostalCode", "Town", "StateRegion", "Country")
_MAX_PHONE = 60
_MAX_ADDRESS = 500


def several(text: str) -> list[str]:
    """The names of a cell that may hold several, with commas or semicolons between."""
    return [part for each in text.split(";") for part in map(str.strip, each.split(",")) if part]


class Contacts:
    """The contacts by e-mail, as far as other sheets name them."""

    def __init__(self, tables: Tables, building: Facility) -> None:
        self._tables, self._building = tables, building
        named = _named(tables)
        self._rows = [
            cells
            for cells in (cells_of(tables["Contact"]) if "Contact" in tables else ())
            if self._is_vendor(cells, named)
        ]
        self._firms = {spelled(cells.text("Email") or ""): _firm(cells) for cells in self._rows}

    def _is_vendor(self, cells: Cells, named: frozenset[str]) -> bool:
        if self._building.is_ours:
            return cells.text("Category") == VENDOR
        return spelled(cells.text("Email") or "") in named

    def firm(self, told: str | None) -> str | None:
        """The firm of the contact that a cell names by e-mail; None if it names none."""
        return self._firms.get(spelled(told)) if told else None

    def records(self) -> Iterator[ThingRow | Refusal]:
        """A vendor for each contact that is one; of a firm's later contacts only the name."""
        seen: set[str] = set()
        for cells in self._rows:
            name = _firm(cells)
            if name is None:
                cells.refuse("Company", N_("This row names neither a company nor an e-mail."))
            values = {} if spelled(name or "") in seen else self._values(cells)
            seen.add(spelled(name or ""))
            if cells.refusals:
                yield from cells.refusals
            else:
                yield ThingRow(cells.line, "vendor", name or "", values, sheet=cells.sheet)

    def _values(self, cells: Cells) -> dict[str, object]:
        email = cells.text("Email")
        told = {"email": email, "note": None}
        if self._building.is_ours:
            told = {
                "email": self._building.told("Contact", email or "", "Email"),
                "note": self._building.told("Contact", email or "", "Note"),
            }
        address = ", ".join(part for name in _ADDRESS if (part := cells.text(name)))
        told |= {"phone": cells.text("Phone", _MAX_PHONE), "address": address[:_MAX_ADDRESS]}
        return {name: value for name, value in told.items() if value}


def others(tables: Tables) -> int:
    """How many contacts no type and no spare names."""
    named = _named(tables)
    rows = cells_of(tables["Contact"]) if "Contact" in tables else ()
    return sum(
        spelled(each.text("Email") or "") not in named and each.text("Category") != VENDOR
        for each in rows
    )


def _firm(cells: Cells) -> str | None:
    return cells.text("Company") or cells.text("Email")


def _named(tables: Tables) -> frozenset[str]:
    found: set[str] = set()
    for sheet, columns in NAMED_BY:
        for cells in cells_of(tables[sheet]) if sheet in tables else ():
            for column in columns:
                text = cells.text(column) or ""
                found |= {spelled(text), *(spelled(each) for each in several(text))}
    return frozenset(found - {""})
