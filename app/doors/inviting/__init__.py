"""Invitations by mail."""
