"""How promises were kept, and whether whoever waited was told before one slipped."""
