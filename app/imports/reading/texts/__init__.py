"""Lists of text: separated columns, and JSON."""
