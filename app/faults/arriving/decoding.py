"""Parts of a mail as text, whatever they claim to be: nothing here fails on what came from outside.

A charset that is not known, or a wrong one, gives some text all the same.
"""

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from html.parser import HTMLParser

LONGEST_PART = 400_000
"""Letters of one part that are looked at."""
SPACES = re.compile(r"\s+")
SKIPPED = frozenset({"script", "style", "head", "title", "template"})
_LINES = """address article blockquote br div dd dl dt footer form h1 h2 h3 h4 h5 h6 header hr li
ol p pre section table td th tr ul"""
LINES = frozenset(_LINES.split())


def decoded(raw: bytes, charset: str | None) -> str:
    """The bytes as text: by the charset that is said, else by one that fits, else nearly."""
    raw = raw[: 4 * LONGEST_PART]
    for name in (charset, "utf-8"):
        with suppress(LookupError, UnicodeError, ValueError):
            if name:
                return raw.decode(name)[:LONGEST_PART]
    return raw.decode("cp1252", "replace")[:LONGEST_PART]


def header(mail: Message, name: str) -> str:
    """A header on one line, its encoded words read; empty where there is none."""
    given = mail.get(name)
    if given is None:
        return ""
    try:
        parts = decode_header(given)
    except (HeaderParseError, ValueError, LookupError):
        parts = [(str(given), None)]
    said = (
        decoded(each, _plain_name(charset)) if isinstance(each, bytes) else each
        for each, charset in parts
    )
    return " ".join("".join(said).split())


def _plain_name(charset: str | None) -> str | None:
    return None if charset in {None, "unknown-8bit"} else charset


def body(part: Message) -> bytes:
    """What a part holds; nothing where it can't be unpacked."""
    with suppress(ValueError, LookupError, AssertionError, UnicodeError):
        held = part.get_payload(decode=True)
        return held if isinstance(held, bytes) else b""
    return b""


def text(part: Message) -> str:
    """A part's words; of HTML those that a reader would see."""
    charset = None
    with suppress(LookupError, UnicodeError, ValueError):
        charset = part.get_content_charset()
    words = decoded(body(part), charset)
    return seen_in(words) if part.get_content_type() == "text/html" else words


class _Reader(HTMLParser):
    """Gathers the words of a page, line by line, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within += tag in SKIPPED
        if tag in LINES:
            self.said.append("\n")
        link = dict(attrs).get("href") or ""
        if tag == "a" and "/t/" in link.lower():
            self.said.append(f" {link} ")  # the address of a tag may stand behind other words

    def handle_endtag(self, tag: str) -> None:
        self._within = max(0, self._within - (tag in SKIPPED))
        if tag in LINES:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.said.append(SPACES.sub(" ", data))


def seen_in(page: str) -> str:
    """The words of an HTML page, without its markup, in lines."""
    reader = _Reader()
    with suppress(AssertionError, ValueError):
        reader.feed(page)
        reader.close()
    lines = (" ".join(each.split()) for each in "".join(reader.said).split("\n"))
    return "\n".join(each for each in lines if each)
