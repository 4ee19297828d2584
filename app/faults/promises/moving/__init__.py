"""What was promised of one fault, and promising another moment, with a reason."""
