"""What is kept of people: what it is, for how long, and how it is told and erased."""
