"""Other doors: signing in elsewhere, invitations, the first person."""
