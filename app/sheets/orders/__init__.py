"""The pages of orders that were given."""
