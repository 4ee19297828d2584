"""What exists, as far as a list may mean it."""
