"""A sealed stream: any changed, moved, doubled or missing byte is found, and said in a sentence."""

import io
import os
import random

import pytest

from app.keeping.sealed import sealing
from app.keeping.sealed.sealing import (
    PIECE,
    Damaged,
    NewerFormat,
    Opener,
    Sealer,
    WrongPassphrase,
)

FLIPS = int(os.environ.get("ROOMWORTHY_FLIPS", "100"))
CHANCE = random.Random(14)  # noqa: S311 - no secret
CONTENT = CHANCE.randbytes(3 * PIECE + 17)
SECRET = "open sesame"


def sealed(content: bytes, passphrase: str = "") -> bytes:
    into = io.BytesIO()
    sealer = Sealer(into, passphrase, {"program": "9.9", "revision": "0001"})
    for begin in range(0, len(content), 1000):
        sealer.write(content[begin : begin + 1000])
    sealer.close()
    return into.getvalue()


def read(file: bytes, passphrase: str = "") -> bytes:
    opener = Opener(io.BytesIO(file), passphrase)
    return b"".join(iter(lambda: opener.read(10_000), b""))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return sealed(CONTENT)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
@pytest.mark.parametrize("passphrase", ["", SECRET], ids=["open", "sealed"])
def test_what_went_in_comes_out(size: int, passphrase: str) -> None:
    assert read(sealed(CONTENT[:size], passphrase), passphrase) == CONTENT[:size]


def test_a_passphrase_hides_what_is_in_it_and_a_wrong_one_is_told_as_such() -> None:
    file = sealed(b"where the keys hang", SECRET)
    assert b"where the keys hang" not in file
    for wrong in ("", "open sesam", SECRET + " "):
        with pytest.raises(WrongPassphrase, match="passphrase"):
            read(file, wrong)


def _is_found(file: bytes, passphrase: str = "") -> bool:
    try:
        return read(file, passphrase) != CONTENT
    except (Damaged, WrongPassphrase, NewerFormat):
        return True


def test_every_flipped_bit_is_found(whole: bytes) -> None:
    length = len(whole)
    structured = [0, 17, 18, 22, 40, 300, length - 1, length - PIECE, length // 2]
    ends = (len(whole) - 17 - 16 - n * (PIECE + 16) for n in range(4))
    places = [*structured, *ends, *(CHANCE.randrange(length) for _ in range(FLIPS))]
    missed = []
    for place in places:
        bent = bytearray(whole)
        bent[place] ^= 1 << CHANCE.randrange(8)
        try:
            read(bytes(bent))
        except (Damaged, WrongPassphrase, NewerFormat):
            continue
        missed.append(place)
    assert not missed


def test_a_file_cut_at_any_place_is_found(whole: bytes) -> None:
    pieces = [len(whole) - 17 - 16 - n * (PIECE + 16) for n in range(4)]
    for length in (0, 1, 20, 300, *pieces, len(whole) - 1):
        assert _is_found(whole[:length]), length


def test_pieces_that_change_places_come_twice_or_end_early_are_found(whole: bytes) -> None:
    start = len(whole) - 17 - 16 - 3 * (PIECE + 16)
    size = PIECE + 16
    head, *pieces = whole[:start], *(whole[start + n * size :][:size] for n in range(4))
    for order in ((1, 0, 2, 3), (0, 0, 1, 2, 3), (0, 2, 3), (0, 1, 2), (3,), (0, 1, 2, 3, 3)):
        assert _is_found(head + b"".join(pieces[n] for n in order)), order
    assert _is_found(head + b"".join(pieces) + b"x")
    other = sealed(CONTENT)
    assert _is_found(other[:start] + b"".join(pieces)), "pieces of another file"


def test_a_file_of_a_later_form_says_who_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "FORMAT", 2)
    file = sealed(b"later")
    monkeypatch.undo()
    with pytest.raises(NewerFormat, match=r"9\.9"):
        read(file)


def test_a_head_that_asks_for_endless_work_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    file = sealed(b"mine", SECRET)
    monkeypatch.setattr(sealing, "COSTLIEST", {"n": 2**14, "r": 8, "p": 3})
    with pytest.raises(Damaged, match="more work"):
        read(file, SECRET)


def test_what_is_no_backup_is_told_as_such() -> None:
    for content in (b"", b"PK\x03\x04 a zip", b"ROOMWORTHY BACKUP\n\xff\xff\xff\xff{}"):
        with pytest.raises(Damaged, match="beginning"):
            read(content)


def test_no_nonce_comes_twice() -> None:
    first = [sealing._nonce(n, is_last=last) for n in range(300) for last in (True, False)]
    assert len(set(first)) == 600
    assert all(len(each) == 12 for each in first)
