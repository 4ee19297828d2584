"""A site's year: its terms, and the days on which nobody works."""
