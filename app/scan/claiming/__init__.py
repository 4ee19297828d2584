"""A blank tag that was scanned is given its room or its unit, there and then."""
