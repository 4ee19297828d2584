"""Lines that are the sites, buildings and floors of the rooms in other lines."""

from __future__ import annotations

from app.imports.meaning.places.parents import PlaceRow
from app.imports.planning.placing.places import Places
from app.imports.planning.plans import Line, Outcome, Sentence
from app.language import N_

ABOVE = N_("Rooms of other lines lie in it: taken as a place (%(what)s), no room of its own.")


def place_line(row: PlaceRow, places: Places) -> Line:
    """What becomes of the line: the place is there, or is made. Raises ImportRefused as a room."""
    site = places.site(row.site)
    within = ""
    is_new = site.id is None
    if row.building:
        building = places.building(site, row.building)
        within, is_new = site.name, building.id is None
        if row.floor:
            floor = places.floor(building, row.floor)
            within, is_new = building.name, floor is not None and floor.id is None
    return Line(
        row.line,
        Outcome.CREATE if is_new else Outcome.SAME,
        row.name,
        within,
        says=(Sentence(ABOVE, {"what": row.what}),),
    )
