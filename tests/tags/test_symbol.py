"""Codes made as sums are the codes that `qrcode` draws."""

from random import Random
from typing import Any

import pytest
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

from tags import TagError
from tags.symbol import ALPHABET, MASK, size, symbol
from tests.tags.faces import HOST, code


def drawn(address: str) -> list[list[bool]]:
    usual: Any = QRCode(error_correction=ERROR_CORRECT_Q, border=0, mask_pattern=MASK)
    usual.add_data(QRData(address, mode=MODE_ALPHA_NUM))
    usual.make(fit=True)
    return [[bool(module) for module in row] for row in usual.modules]


def summed(address: str) -> list[list[bool]]:
    made = symbol(address)
    places = range(made.size)
    return [[made.dark(row, column) for column in places] for row in places]


def test_two_thousand_codes_equal_those_of_qrcode_bit_by_bit() -> None:
    for number in range(2000):
        address = HOST + code(number)
        assert summed(address) == drawn(address), address


@pytest.mark.parametrize("length", [1, 2, 15, 16, 17, 29, 30, 47, 48, 67, 68, 87, 108, 125, 221])
def test_codes_of_every_size_equal_those_of_qrcode(length: int) -> None:
    chance = Random(length)  # noqa: S311 (not a secret)
    for _ in range(20):
        address = "".join(chance.choices(ALPHABET, k=length))
        assert summed(address) == drawn(address), address


def test_an_address_on_a_usual_host_takes_version_3() -> None:
    assert len(HOST + code(0)) <= 43
    assert size(43) == size(47) == 29
    assert size(48) == 33


def test_an_address_in_small_letters_is_refused() -> None:
    with pytest.raises(TagError, match="capital letters"):
        symbol("https://rooms.example.edu/T/7K3QX9MP2TA4")


def test_an_endless_address_is_refused() -> None:
    with pytest.raises(TagError, match="shorter host name"):
        symbol("HTTPS://" + "A" * 300)
