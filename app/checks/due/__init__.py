"""Due work: rules and calendars, the dates that follow from them, and the rows of what is due."""
