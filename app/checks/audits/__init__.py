"""How far checks can be believed: second looks by chance, faults made on purpose, signals."""
