"""The page of one person, for administrators."""
