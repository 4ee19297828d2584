"""One vendor: how and when it is reached, what it guarantees, and what names it."""
