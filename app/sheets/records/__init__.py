"""The inspection record of a room on paper: what was checked when, and the way to what is now."""
