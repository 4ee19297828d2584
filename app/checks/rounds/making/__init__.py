"""Making a round: which rooms, whose, when."""
