"""The way out for mail: the one module that talks to a mail server.

The server is named by the settings alone, so it may stand inside; nobody's form leads here.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from threading import Timer

from app.settings import Settings

SECONDS = 20.0
"""For one message, from the connection to the last word."""
FOR_GOOD = range(500, 600)
SHUTS_DOWN = 421


class NotPosted(Exception):
    """The server did not take it; it may later."""


class Deferred(NotPosted):
    """The server works, but does not want this message or receiver yet."""


class Refused(NotPosted):
    """The server answers that this message, or its receiver, will never be taken."""


def post_mail(message: EmailMessage, to: str, settings: Settings) -> None:
    """Hand the message to the mail server for this one receiver; raises `NotPosted`.

    Call it outside of a transaction: nobody may wait for the world with a database locked.
    """
    try:
        with _line(settings) as line:
            line.send_message(message, settings.mail_from, [to])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _problem(code, said) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise _problem(error.smtp_code, error.smtp_error) from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotPosted(f"{type(error).__name__}: {error}"[:300]) from None


def reach(settings: Settings) -> None:
    """See whether the mail server answers and knows us, and send nothing; raises `NotPosted`."""
    try:
        with _line(settings) as line:
            line.noop()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotPosted(f"{type(error).__name__}: {error}"[:300]) from None


def _problem(code: int, said: bytes | str) -> NotPosted:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    kind = Refused if code in FOR_GOOD else NotPosted if code == SHUTS_DOWN else Deferred
    return kind(f"{code} {words}"[:300])


@contextmanager
def _line(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A line to the server, sealed and known, cut off after `SECONDS` at whatever it is then."""
    where = settings.mail_host, settings.mail_port
    trusted = ssl.create_default_context()
    if settings.mail_tls == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=SECONDS, context=trusted)
    else:
        line = smtplib.SMTP(*where, timeout=SECONDS)
    timer = Timer(SECONDS, _cut, [line])
    timer.daemon = True
    timer.start()
    try:
        if settings.mail_tls == "starttls":
            line.starttls(context=trusted)
        if settings.mail_user:
            line.login(settings.mail_user, settings.mail_password)
        yield line
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
    finally:
        timer.cancel()
        line.close()


def _cut(line: smtplib.SMTP) -> None:
    with suppress(OSError):
        if isinstance(line.sock, socket.socket):
            socket.socket.shutdown(line.sock, socket.SHUT_RDWR)  # past TLS, which would wait
