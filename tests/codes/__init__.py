"""The life of a tag."""
