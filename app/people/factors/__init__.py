"""The second factor: codes that a phone shows, and codes on paper for the day when it is gone."""
