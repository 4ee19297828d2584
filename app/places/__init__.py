"""Places: site, building, floor, room, and the support calendar."""
