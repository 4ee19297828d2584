"""The mail that a letter becomes: plain words and a simple page, nothing from elsewhere.

No text of anybody's gets into a header as it came: line breaks and control characters end there.
Links begin with the address of the settings, never with that of a request.
"""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from app.notices.delivery.letters import Letter, NotDelivered
from app.notices.models import Notice
from app.settings import Settings

LONGEST_SUBJECT = 150
PATH = re.compile(r"/(?!/)[A-Za-z0-9/._~?&=%#-]*")
PLAIN_ADDRESS = re.compile(r"""[^\s@<>(),;:"\[\]\\]+@[\w.-]+""")
RULE = "\n\n" + "-" * 40 + "\n\n"


@dataclass(frozen=True)
class Part:
    """One thing that is told, with addresses in whole."""

    subject: str
    body: str
    link: str
    stop_link: str

    @property
    def lines(self) -> list[str]:
        """Its body, a line each."""
        return self.body.splitlines()

    @property
    def text(self) -> str:
        """It as plain words."""
        return "\n\n".join(each for each in (self.body, self.link) if each)


def one_line(text: str) -> str:
    """The text as a header may bear it: one line without control characters, not too long.

    Nor may it pretend to be an encoded word: decoded, that could hold line breaks again, which
    `email` would write out as they are.
    """
    plain = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp", "Cs"} else c for c in text)
    return " ".join(plain.replace("=?", "= ?").split())[:LONGEST_SUBJECT]


def written(letter: Letter, settings: Settings) -> EmailMessage:
    """The whole mail; raises `NotDelivered` where the address is none. Equal at each try."""
    first, parts = letter.first, [_part(each, settings) for each in letter.notices]
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject = _subject(parts)
    mail["From"] = Address(one_line(settings.organisation), addr_spec=settings.mail_from)
    mail["To"] = _receiver(first.address)
    mail["Reply-To"] = settings.mail_from
    mail["Date"] = format_datetime(max(each.created_at for each in letter.notices))
    mail["Message-ID"] = f"<{letter.key}@{_host(settings)}>"
    mail["Auto-Submitted"] = "auto-replied" if first.answers else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if parts[0].stop_link:
        mail["List-Unsubscribe"] = f"<{parts[0].stop_link}>"
    mail.set_content(_text(parts), cte="quoted-printable")
    page = render_template("notices/mail.html", subject=subject, parts=parts)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    return mail


def _subject(parts: list[Part]) -> str:
    if len(parts) == 1:
        return one_line(parts[0].subject)
    more = len(parts) - 1
    first = one_line(parts[0].subject)
    return one_line(
        ngettext("%(first)s, and %(num)d more", "%(first)s, and %(num)d more", more, first=first)
    )


def _receiver(address: str) -> Address:
    if PLAIN_ADDRESS.fullmatch(address):
        with suppress(ValueError, HeaderParseError, IndexError):
            return Address(addr_spec=address)
    raise NotDelivered(_("This is no e-mail address."), for_good=True)


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or settings.mail_from.rpartition("@")[2]


def _part(notice: Notice, settings: Settings) -> Part:
    def whole(path: str) -> str:
        is_ours = settings.public_url and PATH.fullmatch(path) and "=?" not in path
        return settings.public_url + path if is_ours else ""

    return Part(notice.subject, notice.body, whole(notice.link), whole(notice.stop_link))


def _text(parts: list[Part]) -> str:
    several = len(parts) > 1
    told = [f"{one_line(each.subject)}\n\n{each.text}" if several else each.text for each in parts]
    stops = dict.fromkeys(each.stop_link for each in parts if each.stop_link)
    ends = [_("Stop these messages: %(address)s", address=each) for each in stops]
    return RULE.join([*told, *(["\n".join(ends)] if ends else [])]) + "\n"
