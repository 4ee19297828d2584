"""What the words of cells mean: dates, states, types of equipment, what people decided."""
