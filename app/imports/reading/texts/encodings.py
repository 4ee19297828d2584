"""In which encoding a text is, and that it is one: looked through once, a piece at a time."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.imports.reading.sheets import ImportRefused
from app.language import N_

CONTROL_SHARE = 0.01  # more control characters than this: no text
FOREIGN_SHARE = 0.3  # more bytes beyond ASCII than this, and not UTF-8: no western encoding
PIECE = 1024 * 1024  # bytes
LONGEST = 1_000_000  # characters of a line

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_LETTERS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7"}
_NOT_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_WESTERN = frozenset("äöüßéèêëàâáåçñíìîïóòôõúùûøæœÄÖÜÉÈÊÀÂÁÅÇÑÍÓÔÚØÆŒ’‘“”„–—…•«»€°²³½µ©®\u00a0")
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ASCII = bytes(range(0x80))


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was looked through: it can be decoded, and is no program or picture."""

    content: bytes
    encoding: str
    lines: int

    def stream(self) -> io.TextIOWrapper:
        """The text from its beginning, line ends as they are; nothing of it is kept twice."""
        return io.TextIOWrapper(io.BytesIO(self.content), self.encoding, newline="")

    def whole(self) -> str:
        """All of the text at once."""
        return self.content.decode(self.encoding)


def text_of(content: bytes, encoding: str | None = None) -> Text:
    """The bytes as a text, in the encoding named by hand or else told from the bytes.

    Told are UTF-8, UTF-16, cp1252 and Mac Roman. Refused if that does not fit, with the line.
    """
    encoding = encoding or encoding_of(content)
    try:
        io.TextIOWrapper(io.BytesIO(), encoding)
        known = codecs.lookup(encoding).name not in _NO_LETTERS
    except (LookupError, ValueError):
        known = False
    if not known:
        refused = ImportRefused(N_("“%(name)s” is no encoding known here."), name=encoding)
        raise refused.at("encoding")
    controls = signs = 0
    for text in _pieces(content, encoding):
        controls += len(_CONTROL.findall(text))
        signs += len(text)
    if controls > CONTROL_SHARE * signs:
        raise ImportRefused(N_("This file is no spreadsheet and no list of text."))
    return Text(content, encoding, _line(content, len(content)))


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        try:
            text = decoder.decode(piece, final=start + PIECE >= len(content))
        except UnicodeError as error:
            raise _not_in(content, encoding, start + len(piece), error) from None
        if "\0" in text:
            # As many bytes a sign as in this piece, which is exact where zeros are ordinary.
            at = start + text.index("\0") * len(piece) // len(text)
            raise _damaged(content, content.find(b"\0", start) if _is_plain(encoding) else at)
        yield text


def _is_plain(encoding: str) -> bool:
    """Whether no byte of zero can be part of another character."""
    return not codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))


def _damaged(content: bytes, at: int) -> ImportRefused:
    return ImportRefused(
        N_(
            "Line %(line)s holds NUL bytes: the file is damaged, or no list of text."
            " Save the list again and try again."
        ),
        line=_line(content, at),
    )


def _not_in(content: bytes, encoding: str, end: int, error: UnicodeError) -> ImportRefused:
    at = end
    if isinstance(error, UnicodeDecodeError):
        at = end - len(error.object) + error.start
    return ImportRefused(
        N_("Line %(line)s is not in the encoding %(name)s. Save the file as UTF-8 and try again."),
        line=_line(content, at),
        name=encoding,
    ).at("encoding")


def _line(content: bytes, at: int) -> int:
    """The line, from 1, in which that byte is, whatever ends the lines."""
    return 1 + max(content.count(b"\n", 0, at), content.count(b"\r", 0, at))


def encoding_of(content: bytes) -> str:
    """The name of the encoding, by its mark, by being valid UTF-8, or by its likely letters."""
    if marked := next((name for mark, name in _MARKS if content.startswith(mark)), None):
        return marked
    if b"\0" in content:
        return _wide(content)
    return "utf-8" if _is_utf8(content) else _western(content)


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of western texts is zero; else it is damaged."""
    first, second = content[:2000:2], content[1:2000:2]
    if not first.count(0) and second.count(0) * 2 > len(second):
        return "utf-16-le"
    if not second.count(0) and first.count(0) * 2 > len(first):
        return "utf-16-be"
    raise _damaged(content, content.index(0))


def _is_utf8(content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE], final=start + PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _western(content: bytes) -> str:
    foreign = content.translate(None, _ASCII)
    if len(foreign) > FOREIGN_SHARE * len(content):
        raise ImportRefused(
            N_(
                "The encoding of this file can't be told. Save it as UTF-8 (in Excel:"
                " “CSV UTF-8”), or name the encoding."
            )
        ).at("encoding")
    _refuse_mixed(content)
    high = Counter(foreign)
    if _NOT_IN_CP1252 & high.keys():
        return "mac_roman"
    mac = _likely(high, "mac_roman") + (b"\r" in content and b"\n" not in content)
    return "mac_roman" if mac > _likely(high, "cp1252") else "cp1252"


def _refuse_mixed(content: bytes) -> None:
    """Refuses a text of which one line is UTF-8 and another is not: either would be misread."""
    utf8 = other = 0
    for number, line in _foreign_lines(content):
        try:
            letters = line.encode("latin-1").decode("utf-8")
        except UnicodeDecodeError:
            other = other or number
        else:
            utf8 = utf8 or (number if _is_likely(letters) else 0)
        if utf8 and other:
            raise ImportRefused(
                N_(
                    "This file mixes encodings: line %(line)s is in UTF-8 and line %(other)s is"
                    " not. Save it as UTF-8 in one program, or name the encoding."
                ),
                line=utf8,
                other=other,
            ).at("encoding")


def _is_likely(text: str) -> bool:
    """Whether the letters beyond ASCII are letters: by chance, most bytes make other signs."""
    return all(char.isascii() or char.isalpha() or char in _WESTERN for char in text)


def _foreign_lines(content: bytes) -> Iterator[tuple[int, str]]:
    with io.TextIOWrapper(io.BytesIO(content), "latin-1") as stream:
        pieces = iter(lambda: stream.readline(LONGEST), "")
        yield from ((number, line) for number, line in enumerate(pieces, 1) if not line.isascii())


def _likely(high: Counter[int], encoding: str) -> int:
    """How many of the bytes beyond ASCII are letters and signs that western lists do use."""
    return sum(count for byte, count in high.items() if bytes([byte]).decode(encoding) in _WESTERN)
