"""A room user says at a tag what is wrong there."""
