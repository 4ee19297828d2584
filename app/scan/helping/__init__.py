"""Help first: what to try at a tag before a report, and a tap that says that it solved it."""
