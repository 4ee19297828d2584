"""The first person: whoever can read what the program prints on its machine."""
