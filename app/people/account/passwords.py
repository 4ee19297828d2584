"""Passwords that are tried first: looked for on this machine, no other is asked.

zxcvbn knows lists of common passwords, names, keyboard rows and dates, and reckons how many guesses
a password would stand (D. L. Wheeler, USENIX Security 2016).
"""

from collections.abc import Iterable

ENOUGH = 3
"""zxcvbn's score from which a slow hash holds out: more than 10^8 guesses."""
LOOKED_AT = 72
"""Of a longer password, the rest needs no look."""


def is_easily_guessed(password: str, about: Iterable[str] = ()) -> bool:
    """Whether it is among the first that would be tried; `about` are words that are known of us."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its lists take memory; few ever choose a password

    known = [part for words in about for part in (words, *words.replace("@", " ").split())]
    return int(zxcvbn(password[:LOOKED_AT], user_inputs=known)["score"]) < ENOUGH
