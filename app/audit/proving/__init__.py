"""Going through chain and seals again, and naming each place where they do not fit."""
