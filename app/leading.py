"""Where somebody may be led on to: a page of ours, and never another site."""

import re

WITHIN = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path of ours: printable ASCII without a backslash, which browsers take for a slash."""
LONGEST = 2000


def within(address: str) -> str:
    """The address where it is a path of ours; else an empty one."""
    return address if len(address) <= LONGEST and WITHIN.fullmatch(address) else ""
