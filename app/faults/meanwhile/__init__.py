"""What whoever needs a room can use until its fault is mended."""
