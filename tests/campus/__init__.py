"""A whole campus at chance: whatever people do in whatever order, some things always hold."""
