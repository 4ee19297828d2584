"""A stream of bytes in sealed pieces: any byte changed, moved, doubled or missing is found.

The file is a head (magic, length, JSON, its SHA-256), and then pieces of 64 KiB, each sealed by
ChaCha20-Poly1305 with the head as its context. A piece's nonce is its number, and whether it is
the last; its key is this file's own, so that no nonce comes twice. By a passphrase the key comes
of scrypt. Without one it stands in the head: the file can then be read by whoever has it, and a
changed byte is found all the same.
"""

import hmac
import json
import os
import secrets
from collections.abc import Callable
from hashlib import sha256
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"ROOMWORTHY BACKUP\n"
FORMAT = 1
PIECE = 64 * 1024
TAG = 16
LONGEST_HEAD = 64 * 1024
KEY = 32
COST = {"n": 2**15, "r": 8, "p": 3}
"""32 MiB and a third of a second for each guess."""
COSTLIEST = {"n": 2**18, "r": 16, "p": 8}
"""What a head may ask for: more would be there to exhaust whoever opens it."""


class Damaged(Exception):
    """The file is not, or not any more, what was written, said in a sentence."""


class WrongPassphrase(Exception):
    """The file needs a passphrase, and not this one."""


class NewerFormat(Exception):
    """A later version of the program wrote this file."""


def _derived(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=KEY, **cost).derive(passphrase.encode())


def key_mark(secret: str, salt: str = "") -> str:
    """A salt, and what scrypt makes of the secret by it: says nothing of the secret itself."""
    salt = salt or secrets.token_hex(16)
    return f"{salt}:{_derived(secret, bytes.fromhex(salt), COST).hex()}"


def is_key_of(mark: str, secret: str) -> bool:
    """Whether the mark was made of this secret."""
    salt, _colon, _made = mark.partition(":")
    return bool(mark) and hmac.compare_digest(key_mark(secret, salt), mark)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + bytes([is_last])


class Sealer:
    """Takes bytes and writes them sealed; `close` seals the last piece."""

    def __init__(self, into: BinaryIO, passphrase: str, told: dict[str, Any]) -> None:
        self._into, self._number, self._open = into, 0, bytearray()
        head: dict[str, Any] = {"format": FORMAT, **told}
        if passphrase:
            salt = secrets.token_bytes(16)
            key = _derived(passphrase, salt, COST)
            head["scrypt"] = {"salt": salt.hex(), **COST}
        else:
            key = secrets.token_bytes(KEY)
            head["key"] = key.hex()
        content = json.dumps(head, sort_keys=True).encode()
        whole = MAGIC + len(content).to_bytes(4) + content
        self._head = whole + sha256(whole).digest()
        self._cipher = ChaCha20Poly1305(key)
        into.write(self._head)
        into.write(self._cipher.encrypt(_nonce(0, is_last=True)[:-1] + b"\x02", b"", self._head))

    def write(self, content: bytes) -> None:
        """Take some bytes."""
        self._open += content
        while len(self._open) > PIECE:
            self._seal(bytes(self._open[:PIECE]), is_last=False)
            del self._open[:PIECE]

    def close(self) -> None:
        """Seal what is left as the last piece; the file is whole."""
        self._seal(bytes(self._open), is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last=is_last)
        self._into.write(self._cipher.encrypt(nonce, piece, self._head))
        self._number += 1


def read_head(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """What the head says, and its bytes; refuses what is no backup, or of a later form."""
    start = file.read(len(MAGIC) + 4)
    if start[: len(MAGIC)] != MAGIC:
        raise Damaged("This is no backup of Roomworthy, or its beginning is damaged.")
    length = int.from_bytes(start[len(MAGIC) :])
    content = file.read(length) if length <= LONGEST_HEAD else b""
    whole = start + content
    digest = file.read(32)
    if not content or sha256(whole).digest() != digest:
        raise Damaged("The beginning of this backup is damaged.")
    head = json.loads(content)
    if head["format"] > FORMAT:
        raise NewerFormat(
            f"This backup is of a later form ({head['format']}) than this program reads"
            f" ({FORMAT}). Restore it with the version that wrote it: {head.get('program', '?')}."
        )
    return head, whole + digest


def _key_of(head: dict[str, Any], passphrase: str) -> bytes:
    if "key" in head:
        return bytes.fromhex(head["key"])
    if not passphrase:
        raise WrongPassphrase("This backup is sealed by a passphrase. Give it.")
    cost = {name: int(head["scrypt"][name]) for name in COST}
    if any(cost[name] > COSTLIEST[name] for name in cost):
        raise Damaged("The head of this backup asks for more work than any honest one would.")
    return _derived(passphrase, bytes.fromhex(head["scrypt"]["salt"]), cost)


class Opener:
    """Reads a sealed file again, from its beginning; `head` is what it says of itself."""

    def __init__(
        self, file: BinaryIO, passphrase: str, key_of: Callable[..., bytes] = _key_of
    ) -> None:
        self._file, self._number, self._ready = file, 0, bytearray()
        self.head, self._context = read_head(file)
        self._cipher = ChaCha20Poly1305(key_of(self.head, passphrase))
        self._is_at_end = False
        proof = file.read(TAG)
        try:
            self._cipher.decrypt(_nonce(0, is_last=True)[:-1] + b"\x02", proof, self._context)
        except InvalidTag:
            if "key" in self.head or len(proof) < TAG:
                raise Damaged("The beginning of this backup is damaged.") from None
            raise WrongPassphrase(
                "The passphrase is not the one that this backup was sealed with."
            ) from None
        self._next = file.read(PIECE + TAG)

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer at the end; raises `Damaged` where a piece is not as written."""
        while len(self._ready) < size and not self._is_at_end:
            self._ready += self._opened()
        found = bytes(self._ready[:size])
        del self._ready[:size]
        return found

    def read_exactly(self, size: int) -> bytes:
        """So many bytes; raises `Damaged` where there are fewer."""
        found = self.read(size)
        if len(found) != size:
            raise Damaged("This backup ends before its end.")
        return found

    def insist_on_the_end(self) -> None:
        """Raises `Damaged` where anything follows."""
        if self.read(1):
            raise Damaged("Something follows the end of this backup.")

    def _opened(self) -> bytes:
        sealed, self._next = self._next, self._file.read(PIECE + TAG)
        self._is_at_end = not self._next
        nonce = _nonce(self._number, is_last=self._is_at_end)
        try:
            piece = self._cipher.decrypt(nonce, sealed, self._context)
        except InvalidTag:
            raise Damaged(
                f"This backup is damaged or cut off, about {self._number * PIECE // 1024} KiB in."
            ) from None
        self._number += 1
        return piece


def synced(file: BinaryIO) -> None:
    """Have the file on the disk, past a power cut."""
    file.flush()
    os.fsync(file.fileno())
