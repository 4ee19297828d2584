"""Which units lines mean, make or change, and of which models these are."""
