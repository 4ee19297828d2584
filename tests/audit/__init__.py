"""The audit log, and history that stays as it is."""
