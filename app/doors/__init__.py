"""Other doors: how people come in without a password of ours."""
