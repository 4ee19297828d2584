"""What to do when a room can't be used: which room instead, the loan kit, who else helps."""
