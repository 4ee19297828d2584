"""How rows are spelled, hashed, and bound to those before them."""
