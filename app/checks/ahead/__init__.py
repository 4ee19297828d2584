"""The year ahead: how much work each week brings, and which."""
