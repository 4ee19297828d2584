"""Paper: what tags are printed on, by which printer, and in whose colours."""
