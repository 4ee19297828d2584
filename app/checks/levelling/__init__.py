"""Levelling: due work of a heavy week is moved to lighter ones, within its grace."""
