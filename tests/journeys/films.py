"""What a camera sees: printed tags held in front of it, one after the other, as a film."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import segno
from PIL import Image, ImageFilter

from tests.servers import Server

SIZE = (640, 480)
A_SECOND = 10
"""Pictures."""
LABEL = "brother-dk-11209"
"""A stock with one label a page."""
TABLE = (126, 118, 108)
ASKEW = (0.94, 0.16, 10.0, -0.06, 1.04, 14.0, 0.0003, 0.00035)
"""How the tag is held: turned by some degrees, and nearer at one side."""
FOCUS = 0.9
"""How many pixels the film is out of focus by."""


def printed(server: Server, rooms: str) -> list[Image.Image]:
    """The tags of these rooms, really printed: their PDF, as pictures of 150 dots an inch."""
    path = server.data / "tags.pdf"
    words = ["tags", "print", "--rooms", rooms, "--stock", LABEL, "--out", str(path)]
    done = server.app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=150 / 72).to_pil().convert("RGB") for page in document]


def code_of(text: str) -> Image.Image:
    """A code that somebody else printed."""
    matrix = [bytearray(row) for row in segno.make(text, error="m").matrix]
    side = len(matrix)
    plain = Image.frombytes(
        "L", (side, side), bytes(0 if dot else 255 for r in matrix for dot in r)
    )
    framed = Image.new("L", (side + 8, side + 8), 255)
    framed.paste(plain, (4, 4))
    return framed.resize((240, 240), Image.Resampling.NEAREST).convert("RGB")


def _seen(thing: Image.Image | None) -> Image.Image:
    """The picture that a hand-held camera takes of it; of the bare table where there is nothing."""
    table = Image.new("RGB", SIZE, TABLE)
    if thing is not None:
        thing.thumbnail((380, 300))
        table.paste(thing, ((SIZE[0] - thing.width) // 2, (SIZE[1] - thing.height) // 2))
    held = table.transform(
        SIZE, Image.Transform.PERSPECTIVE, ASKEW, Image.Resampling.BICUBIC, fillcolor=TABLE
    )
    return held.filter(ImageFilter.GaussianBlur(FOCUS))


def _frame(picture: Image.Image) -> bytes:
    luma, blue, red = picture.convert("YCbCr").split()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    return b"".join(each.tobytes() for each in (luma, blue.resize(half), red.resize(half)))


def film(path: Path, scenes: Sequence[Image.Image], *, seconds: float = 1.0) -> Path:
    """A film for a camera to play again and again; the bare table stands between its scenes."""
    width, height = SIZE
    with path.open("wb") as into:
        into.write(f"YUV4MPEG2 W{width} H{height} F{A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for scene in scenes:
            for thing, pictures in ((scene, round(seconds * A_SECOND)), (None, 2)):
                into.write((b"FRAME\n" + _frame(_seen(thing))) * pictures)
    return path
