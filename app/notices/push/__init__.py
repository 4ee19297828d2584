"""Notices pushed to browsers."""
