"""Who is on call, for which support calendar, and as the how-manyeth step."""
