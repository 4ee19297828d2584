"""Vendors and spares: who sells and mends, and what is kept or ordered to mend with."""
