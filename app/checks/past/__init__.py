"""What other systems tell of checks and work before: history, never evidence (grade 0)."""
