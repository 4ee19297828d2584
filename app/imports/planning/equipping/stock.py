"""Lines about what sites have of their spares, beside what they have.

A spare is known by its name and by as much as the line tells of type, maker, model number and part
number. Of several such, the one that says just that is meant: an empty cell is as good as an empty
word. The number that a line tells was counted: it is told as a change of what there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.imports.meaning.things import StockRow
from app.imports.planning.conflicts import agree
from app.imports.planning.equipping.units import Units
from app.imports.planning.estate import Model, Site, Thing
from app.imports.planning.placing.places import Places
from app.imports.planning.plans import Line
from app.imports.planning.things import Things
from app.imports.reading.cleaning import clean, spelled
from app.imports.reading.sheets import ImportRefused
from app.language import N_

NO_SITE = N_("There is no site “%(name)s” here.")
NO_SPARE = N_("There is no spare “%(name)s” here. Add it first, or bring it by a list of spares.")
NOT_OF_IT = N_("There is a spare “%(name)s”, but none of %(of)s.")
WHICH = N_("Several spares are called “%(name)s”. Say maker, model number or part number too.")


class Stocks:
    """Plans the lines about stocks of the spares that exist."""

    def __init__(
        self, places: Places, units: Units, things: Things, known: Iterable[Thing]
    ) -> None:
        self._places, self._units, self._things = places, units, things
        self._called: dict[str, list[Thing]] = defaultdict(list)
        for each in known:
            if each.kind == "spare":
                self._called[spelled(each.name)].append(each)

    def line(self, row: StockRow) -> Line:
        """What becomes of the line. Raises ImportRefused with the reason if it is refused."""
        site, spare = self._site(row), self._spare(row)
        told = Thing("stock", spare.name, {"spare": spare, "site": site, **row.values})
        return self._things.put(row.line, told, place=site.name)

    def _site(self, row: StockRow) -> Site:
        site = self._places.found_site(row.site)
        if site is None:
            raise ImportRefused(NO_SITE, name=self._places.by_hand or row.site)
        return site

    def _spare(self, row: StockRow) -> Thing:
        called = self._called.get(spelled(row.name), [])
        if not called:
            raise ImportRefused(NO_SPARE, name=row.name)
        found = [each for each in called if self._may_be(each, row)]
        for is_it in (self._is, self._is_named):
            if len(found) > 1:
                found = [each for each in found if is_it(each, row)] or found
        if not found:
            told = (row.model.type_text, row.model.maker, row.model.model_number, row.part_number)
            of = " ".join(each for each in told if each)
            raise ImportRefused(NOT_OF_IT, name=row.name, of=of)
        if len(found) > 1:
            raise ImportRefused(WHICH, name=row.name)
        return found[0]

    def _may_be(self, spare: Thing, row: StockRow) -> bool:
        """Whether the spare is what the line tells, as far as it tells anything."""
        return all(agree(said, is_so) for said, is_so in self._told(spare, row) if said)

    def _is(self, spare: Thing, row: StockRow) -> bool:
        """Whether the spare says nothing that the line does not."""
        return all(agree(said, is_so) for said, is_so in self._told(spare, row))

    def _is_named(self, spare: Thing, row: StockRow) -> bool:
        return clean(spare.name) == row.name

    def _told(self, spare: Thing, row: StockRow) -> Iterator[tuple[str, object]]:
        """What the line tells of the spare, each beside what the spare says itself."""
        model = spare.values["model"]
        if isinstance(model, Model):
            kind, maker, number = self._units.named(row.model)
            yield kind if row.model.type_text else "", model.type
            yield maker, model.maker
            yield number, model.model_number
        yield row.part_number or "", spare.values["part_number"]
