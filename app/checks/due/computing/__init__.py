"""Computing due work: what it follows from is read for some rooms at once, and becomes rows."""
