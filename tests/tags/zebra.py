"""A label printer: it reads ZPL II, and draws labels in dots."""

import re
from base64 import b64decode
from binascii import crc_hqx
from dataclasses import dataclass, field
from typing import Any
from zlib import decompress

from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.main import QRCode

LEVELS = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
COMMAND = re.compile(r"\^([A-Z]{2})([^^]*)")
KNOWN = {"XA", "XZ", "CI", "PW", "LL", "LH", "FO", "FS", "BY", "BQ", "FD", "GF"}


@dataclass
class Label:
    """One label: what a picture burnt, what the code burnt, and where the code stands."""

    picture: Image.Image
    code: Image.Image
    corner: tuple[int, int] = (0, 0)
    side: int = 0
    module: int = 0

    def all(self) -> Image.Image:
        """Return the label as it comes out: grey 0 is burnt."""
        both = self.code.copy()
        both.paste(0, mask=self.picture.point(lambda grey: 255 - grey))
        return both


@dataclass
class Printer:
    """What stays set from label to label, as in a real one."""

    bar_height: int = 10
    home: tuple[int, int] = (0, 0)
    size: tuple[int, int] = (0, 0)
    labels: list[Label] = field(default_factory=list)
    _origin: tuple[int, int] = (0, 0)
    _field: tuple[str, list[str]] = ("", [])
    _data: str = ""

    def read(self, job: bytes) -> list[Label]:
        """Print a job, and return its labels."""
        text = job.decode("utf-8").replace("\n", "")
        assert re.sub(COMMAND, "", text) == "", "words between commands"
        for name, said in COMMAND.findall(text):
            assert name in KNOWN, name
            getattr(self, f"_{name.lower()}")(said)
        return self.labels

    def _xa(self, _: str) -> None:
        self._field, self._data = ("", []), ""

    def _pw(self, said: str) -> None:
        self.size = int(said), self.size[1]

    def _ll(self, said: str) -> None:
        self.size = self.size[0], int(said)
        blank = Image.new("L", self.size, 255)
        self.labels.append(Label(blank, blank.copy()))

    def _xz(self, _: str) -> None:
        assert not self._field[0], "a field without its ^FS"

    def _ci(self, said: str) -> None:
        assert said == "28"

    def _lh(self, said: str) -> None:
        self.home = _point(said)

    def _fo(self, said: str) -> None:
        self._origin = _point(said)

    def _by(self, said: str) -> None:
        _, _, height = said.split(",")
        self.bar_height = int(height)

    def _bq(self, said: str) -> None:
        self._field = "BQ", said.split(",")

    def _gf(self, said: str) -> None:
        self._field = "GF", said.split(",", 4)

    def _fd(self, said: str) -> None:
        self._data = said

    def _fs(self, _: str) -> None:
        kind, asked = self._field
        x, y = (home + at for home, at in zip(self.home, self._origin, strict=True))
        if kind == "GF":
            self.labels[-1].picture.paste(0, (x, y), _picture(asked))
        else:
            self._burn_code(x, y + self.bar_height, asked)
        self._field, self._data = ("", []), ""

    def _burn_code(self, x: int, y: int, asked: list[str]) -> None:
        way, model, module = asked
        assert (way, model) == ("N", "2")
        assert 1 <= int(module) <= 10
        switches, data = self._data.split(",", 1)
        level, mode = switches[0], switches[1:]
        assert mode == "A"
        symbol: Any = QRCode(error_correction=LEVELS[level], box_size=int(module), border=0)
        symbol.add_data(data, optimize=0)
        drawn = symbol.make_image().get_image().convert("L")
        label = self.labels[-1]
        label.code.paste(drawn, (x, y))
        label.corner, label.side, label.module = (x, y), drawn.width, int(module)


def _point(said: str) -> tuple[int, int]:
    x, y = map(int, said.split(","))
    assert 0 <= x <= 32000
    assert 0 <= y <= 32000
    return x, y


def _picture(asked: list[str]) -> Image.Image:
    """Return the mask of a picture: 255 where it burns."""
    how, sent, total, across, body = asked
    assert how == "A"
    assert sent == total
    found = re.fullmatch(r":Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})", body)
    assert found
    packed, crc = found.groups()
    assert crc_hqx(packed.encode(), 0) == int(crc, 16), "the picture came in damaged"
    data = decompress(b64decode(packed))
    assert len(data) == int(total)
    width = 8 * int(across)
    return Image.frombytes("1", (width, len(data) // int(across)), data).convert("L")
