"""Checks: job plans, a technician's visit, its findings."""
