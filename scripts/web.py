"""Serve the program for a proxy before it, and nothing else: what an installation runs.

`WEB_PROCESSES` is how many requests are worked on at a time; `PORT` where it listens.
"""

import os
import sys

from scripts.serve import granian, port

MOST = 64


def processes() -> int:
    """How many processes take requests; stops with a sentence where that is no number."""
    given = os.environ.get("WEB_PROCESSES", "") or str(2 * (os.cpu_count() or 1))
    if not given.isdigit() or not 0 < int(given) <= MOST:
        sys.exit(f"WEB_PROCESSES must be a number from 1 to {MOST}, and is {given!r}.")
    return int(given)


def main() -> None:
    """Become the server."""
    command = granian(port(), workers=processes())
    os.execv(command[0], command)  # noqa: S606 - our own words


if __name__ == "__main__":
    main()
