"""Zones: named sets of rooms of a building, such as those of one round."""
