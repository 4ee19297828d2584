"""Followers: who asked to be told of a fault without an account, and what they are told."""
