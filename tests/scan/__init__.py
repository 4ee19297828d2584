"""What stands behind a tag."""
