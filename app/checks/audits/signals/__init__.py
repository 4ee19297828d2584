"""Signals: what in a check an auditor may want to ask about. Each has innocent reasons as well."""
