"""The list of promises and its page."""
