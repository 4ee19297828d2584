"""A technician goes through a room behind its tag, and logs what was found."""
