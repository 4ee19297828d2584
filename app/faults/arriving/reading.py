"""What a mail says, as plain values: of whatever bytes came, some mail is made.

It knows neither database nor web, and takes nothing that a header says for granted.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256

from app.faults.arriving import decoding
from app.faults.words import plain

LONGEST_WORDS = 20_000
LONGEST_SUBJECT = 300
LONGEST_NAME = 120
MOST_PARTS = 200
MOST_PHOTOS = 5
MOST_NAMES = 20
LOGO_BYTES = 20_000
"""A smaller picture amid the text is a signature's, and no photo."""
PHOTOS = frozenset({"image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp"})
OUR_ID = re.compile(r"<([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})@")
ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[\w.-]+\.?[\w-]+")
BY_MACHINES = re.compile(r"(mailer-daemon|postmaster)@")
UNREAD = re.compile(r"[\w.-]*(no|not)[-_.]?reply")
"""Begins addresses at which nobody reads an answer."""
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
NO_SIGN = frozenset({"", "none"})
LATER = "--"
"""Begins what mail programs put beneath a text: a signature (RFC 3676, 4.3)."""


@dataclass(frozen=True)
class Arrived:
    """A mail; every text in it came from outside."""

    key: str
    sender: str
    """In small letters; empty where it names none that could be answered."""
    subject: str
    words: str
    answered: tuple[str, ...]
    """Ids of letters of ours that it answers."""
    photos: tuple[tuple[str, bytes], ...]
    """Pictures with their names, not looked at yet."""
    files: tuple[str, ...]
    """Names of what else was attached."""
    languages: str
    machine: str
    """The header by which a machine wrote it, which must not be answered; empty for a person."""
    is_whole: bool

    @property
    def answers(self) -> bool:
        """Whether there is somebody to be answered."""
        return bool(self.sender) and not self.machine and not UNREAD.match(self.sender)

    @property
    def new_words(self) -> str:
        """What its sender wrote: no quoted lines, no signature, unless nothing else is left."""
        kept: list[str] = []
        for line in self.words.split("\n"):
            if line.rstrip() == LATER:
                break
            if not line.lstrip().startswith(">"):
                kept.append(line)
        return "\n".join(kept).strip() or self.words


def read(raw: bytes, *, ours: str, is_whole: bool = True) -> Arrived:
    """The mail in these bytes; `ours` is whose mail we send."""
    mail = message_from_bytes(raw)
    parts = [each for _n, each in zip(range(MOST_PARTS), _parts(mail), strict=False)]
    photos = [each for each in parts if _is_photo(each)][:MOST_PHOTOS]
    sender = _sender(mail)
    return Arrived(
        key=_key(mail, raw),
        sender=sender,
        subject=plain(decoding.header(mail, "Subject"))[:LONGEST_SUBJECT],
        words=_words(parts),
        answered=_answered(mail),
        photos=tuple((_name(each), decoding.body(each)) for each in photos) if is_whole else (),
        files=tuple(_names(parts, [] if not is_whole else photos)),
        languages=_one(mail, "Accept-Language") or _one(mail, "Content-Language"),
        machine=_machine(mail, sender, ours),
        is_whole=is_whole,
    )


def _parts(mail: Message) -> Iterator[Message]:
    """Its parts in order; a mail within it is one part, which nobody looks into."""
    if mail.get_content_type() == "message/rfc822" or not mail.is_multipart():
        yield mail
        return
    for each in mail.get_payload():
        if isinstance(each, Message):
            yield from _parts(each)


def _key(mail: Message, raw: bytes) -> str:
    said = _one(mail, "Message-ID")
    return sha256(said.encode("utf-8", "replace") if said else raw).hexdigest()


def _one(mail: Message, name: str) -> str:
    """A header as it came, on one line."""
    return " ".join(str(mail.get(name) or "").split())[:2000]


def _sender(mail: Message) -> str:
    given = decoding.header(mail, "From")[:2000]
    with suppress(ValueError, IndexError):
        for _named, address in getaddresses([given]):
            found = address.strip().lower()
            if len(found) <= 254 and ADDRESS.fullmatch(found):
                return found
    return ""


def _answered(mail: Message) -> tuple[str, ...]:
    said = f"{_one(mail, 'In-Reply-To')} {_one(mail, 'References')}".lower()
    return tuple(dict.fromkeys(OUR_ID.findall(said)))


def _machine(mail: Message, sender: str, ours: str) -> str:
    """By what a machine is known (RFC 3834), so that two never talk to each other."""
    path = mail.get("Return-Path")
    signs = (
        ("Auto-Submitted", _one(mail, "Auto-Submitted").lower() not in {"", "no"}),
        ("Precedence", _one(mail, "Precedence").lower() in BULK),
        ("List-Id", "List-Id" in mail),
        ("X-Auto-Response-Suppress", _one(mail, "X-Auto-Response-Suppress").lower() not in NO_SIGN),
        ("Return-Path", path is not None and "".join(str(path).split()) in {"", "<>"}),
        ("Content-Type", mail.get_content_type() == "multipart/report"),
        ("From", sender == ours.lower() or bool(BY_MACHINES.match(sender))),
    )
    return next((name for name, found in signs if found), "")


def _words(parts: list[Message]) -> str:
    """Its text; where it has none, what its HTML says."""
    for kind in ("text/plain", "text/html"):
        mine = [each for each in parts if _kind(each) == kind and not _is_file(each)]
        said = plain("\n".join(decoding.text(each) for each in mine))
        if said:
            return said if len(said) <= LONGEST_WORDS else f"{said[:LONGEST_WORDS]}…"
    return ""


def _kind(part: Message) -> str:
    """Of which kind a part is; what says to have parts, and has none, is text."""
    kind = part.get_content_type()
    return "text/plain" if kind.startswith("multipart/") else kind


def _is_file(part: Message) -> bool:
    with suppress(ValueError, LookupError, UnicodeError):
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return True


def _is_photo(part: Message) -> bool:
    if part.get_content_type() not in PHOTOS:
        return False
    return "Content-ID" not in part or len(decoding.body(part)) > LOGO_BYTES


def _name(part: Message) -> str:
    with suppress(ValueError, LookupError, UnicodeError):
        if found := part.get_filename():
            return " ".join(plain(found).split())[:LONGEST_NAME]
    return part.get_content_type()


def _names(parts: list[Message], photos: list[Message]) -> Iterator[str]:
    kept = {id(each) for each in photos}
    files = [each for each in parts if id(each) not in kept and _is_named(each)]
    yield from (_name(each) for each in files[:MOST_NAMES])


def _is_named(part: Message) -> bool:
    return _is_file(part) or part.get_content_maintype() not in {"text", "multipart"}
