"""A person's calendar: work that is due and rounds, for other calendars to subscribe to."""
