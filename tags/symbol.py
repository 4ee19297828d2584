"""The QR code of an address, quick enough for thousands a second.

For one length, version, level and mask, every module of a QR code is an affine function over
GF(2) of the payload bits: data bits are placed as they are, Reed-Solomon error correction is
linear, mask and format bits are constants. So `qrcode` draws one symbol for a base text and one
for each single bit flipped in it, and any other address is a sum (exclusive or) of those.

In alphanumeric mode two characters share 11 bits, 45 × first + second, and a last odd one has
6 bits (ISO/IEC 18004, 7.4.4).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

from tags.face import N_, TagError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
QUIET_ZONE = 4
"""Blank modules around a symbol (ISO/IEC 18004, 6.3.8)."""

USUAL_LENGTH = 43
"""Characters of an address on a host of 20: the largest that version 3 holds is 47."""

VARYING = 12
"""Characters at the end of an address that differ from tag to tag."""

LARGEST_VERSION = 10
MASK = 3
"""One mask for all, so that a symbol is a sum. Readers take any mask; that prints with this one
are read when blurred, tilted and stained is tested, not that no other would do better."""

BASE_PAIR, BASE_LAST = 0b01010101010, 0b001010
"""Values of the base text. Flipping any one bit of them gives a value that two characters (up to
2,024) or one (up to 44) can have; and `qrcode` 8.2 fails on a block of nothing but zeros."""

_ALLOWED = frozenset(ALPHABET)
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}


class Symbol(NamedTuple):
    """The modules of one code: bit `8 * stride * row + column` of `bits` is set where dark."""

    size: int
    bits: int

    @property
    def stride(self) -> int:
        """Bytes that one row of modules takes."""
        return (self.size + 7) // 8

    def packed(self, without: int = 0) -> bytes:
        """Return the rows as bytes, top row first, leftmost module in the lowest bit, and leave
        out the modules set in `without`."""
        return (self.bits & ~without).to_bytes(self.stride * self.size, "little")

    def dark(self, row: int, column: int) -> bool:
        """Tell whether the module in this row and column (from 0) is dark."""
        return bool(self.bits >> (8 * self.stride * row + column) & 1)


def symbol(address: str) -> Symbol:
    """Return the QR symbol of an address: level Q, the smallest version that holds it.

    Raises TagError for an address that alphanumeric mode cannot carry or that is too long.
    """
    if not address or not _ALLOWED.issuperset(address):
        raise TagError(
            N_(
                "The address “%(address)s” cannot be a compact code: it may hold only capital"
                " letters, digits and $ %% * + - . / : characters."
            ),
            address=address,
        )
    basis = _basis(len(address))
    kept = max(len(address) - VARYING, 0) // 2 * 2
    bits = _begun(address[:kept], len(address))
    for sums, start in zip(basis.parts[kept // 2 :], range(kept, len(address), 2), strict=True):
        bits ^= sums[address[start : start + 2]]
    return Symbol(basis.size, bits)


@lru_cache(maxsize=64)
def _begun(start: str, length: int) -> int:
    """Return the sum for the beginning that the addresses of one house share."""
    basis = _basis(length)
    bits = basis.base
    for index, sums in enumerate(basis.parts[: len(start) // 2]):
        bits ^= sums[start[2 * index : 2 * index + 2]]
    return bits


@lru_cache(maxsize=256)
def size(length: int) -> int:
    """Return how many modules wide the code of an address of `length` characters is."""
    trial: Any = QRCode(error_correction=ERROR_CORRECT_Q, border=0, mask_pattern=MASK)
    trial.add_data(QRData(b"0" * length, mode=MODE_ALPHA_NUM, check_data=False))
    try:
        version = trial.best_fit()
    except (DataOverflowError, ValueError):
        version = LARGEST_VERSION + 1
    if version > LARGEST_VERSION:
        raise TagError(
            N_(
                "An address of %(length)d characters is too long for a tag:"
                " use a shorter host name."
            ),
            length=length,
        )
    return 17 + 4 * int(version)


class _Sums(dict[str, int]):
    """What two characters in their place, or a last odd one, add to the symbol of the base text;
    worked out when first asked."""

    def __init__(self, single_bits: list[int]) -> None:
        super().__init__()
        self._single_bits = single_bits

    def __missing__(self, spelled: str) -> int:
        values = [_VALUE[letter] for letter in spelled]
        pair = len(values) == 2
        flips = (45 * values[0] + values[1]) ^ BASE_PAIR if pair else values[0] ^ BASE_LAST
        total = 0
        for place, bits in enumerate(self._single_bits):
            if flips >> place & 1:
                total ^= bits
        self[spelled] = total
        return total


@dataclass(frozen=True, slots=True)
class _Basis:
    size: int
    base: int
    parts: tuple[_Sums, ...]
    """For every two characters, and at last for an odd one."""


@lru_cache(maxsize=16)
def _basis(length: int) -> _Basis:
    modules = size(length)
    text = _pair(BASE_PAIR) * (length // 2) + ALPHABET[BASE_LAST] * (length % 2)
    base = _drawn(text, modules)

    def sums(start: int, spellings: list[str]) -> _Sums:
        texts = (text[:start] + new + text[start + len(new) :] for new in spellings)
        return _Sums([_drawn(changed, modules) ^ base for changed in texts])

    flipped_pairs = [_pair(BASE_PAIR ^ 1 << place) for place in range(11)]
    flipped_lasts = [ALPHABET[BASE_LAST ^ 1 << place] for place in range(6)]
    parts = [sums(start, flipped_pairs) for start in range(0, length - 1, 2)]
    if length % 2:
        parts.append(sums(length - 1, flipped_lasts))
    return _Basis(modules, base, tuple(parts))


def _pair(value: int) -> str:
    return ALPHABET[value // 45] + ALPHABET[value % 45]


def _drawn(text: str, modules: int) -> int:
    """Let `qrcode` draw a text, and pack its modules as `Symbol.bits` has them."""
    code: Any = QRCode((modules - 17) // 4, ERROR_CORRECT_Q, border=0, mask_pattern=MASK)
    code.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM, check_data=False))
    code.make(fit=False)
    stride = 8 * ((modules + 7) // 8)
    return sum(
        1 << (stride * row + column)
        for row, line in enumerate(code.modules)
        for column, dark in enumerate(line)
        if dark
    )
