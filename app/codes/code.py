"""Tag codes: 11 random characters of Crockford's base 32 and a check character.

55 random bits can't be guessed; the check character finds every single wrong character and every
swap of two. Letters are read as Crockford reads them: o is 0, i and l are 1, case and
hyphens mean nothing.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_LENGTH = 11
LENGTH = RANDOM_LENGTH + 1
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_READ_AS = str.maketrans("OIL", "011", "- \t\u2010\u2011\u2012\u2013\u2014\u00a0")


def _times_alpha(value: int) -> int:
    """The value times the generator of the field GF(32), modulo x^5 + x^2 + 1."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 0b100000 else doubled


def _check_character(body: str) -> str:
    """The check sum over the field of 32 elements, by Horner's rule.

    Each place has another weight (a power of the generator, the check character's own being 1),
    so that every single change and every swap of two characters changes the sum.
    """
    total = 0
    for letter in body:
        total = _times_alpha(total ^ _VALUES[letter])
    return ALPHABET[total]


def with_check(body: str) -> str:
    """The 12-character code of 11 given characters."""
    return body + _check_character(body)


def new_code() -> str:
    """A fresh random code of 12 characters; 55 bits from the system's own source."""
    return with_check("".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH)))


def read_code(typed: str) -> str | None:
    """The code that was typed or scanned in whatever manner, or None where it can't be one."""
    code = typed.strip().upper().translate(_READ_AS)
    if len(code) != LENGTH or any(letter not in _VALUES for letter in code):
        return None
    return code if with_check(code[:RANDOM_LENGTH]) == code else None


def code_within(typed: str) -> str | None:
    """The code that was typed alone or in a tag's whole address, or None where there is none."""
    return next(filter(None, map(read_code, re.split(r"[/?#]", typed))), None)


def grouped(code: str) -> str:
    """The code as people read it: 7K3Q-X9MP-2TA4."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))
