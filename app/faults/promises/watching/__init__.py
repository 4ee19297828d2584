"""What the clock does by itself: warn, tell the next, tell reporters, remind, close."""
