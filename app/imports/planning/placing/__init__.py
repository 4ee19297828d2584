"""Which sites, buildings, floors and rooms lines mean, make or change."""
