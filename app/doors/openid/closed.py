"""Why the other door does not open, for the log; people are told in a sentence of ours."""


class DoorClosed(Exception):
    """The issuer's answer is not there, or not to be believed; the message is for the log."""
