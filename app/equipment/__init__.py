"""Equipment: type, model, unit, and the symptom words of a type."""
