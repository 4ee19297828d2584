"""Two people who checked a room and did not know of each other: both are kept, side by side."""
