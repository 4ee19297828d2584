"""What `make` calls; each script says at its top what it is for."""
