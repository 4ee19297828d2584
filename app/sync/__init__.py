"""Working without signal: what a phone takes along, and what it sends when it is back."""
