"""Handing a mail to the mail server, and what its answer means for the next try."""

from contextlib import ExitStack

from flask import current_app
from flask_babel import force_locale

from app.notices.delivery.letters import Letter, NotDelivered
from app.notices.mail.writing import written
from app.outgoing_mail import Deferred, NotPosted, Refused, post_mail


def post(letter: Letter) -> None:
    """Send the letter as a mail; raises `NotDelivered`."""
    settings = current_app.config["SETTINGS"]
    with ExitStack() as speaking:
        if letter.first.language:
            speaking.enter_context(force_locale(letter.first.language))
        mail = written(letter, settings)
    try:
        post_mail(mail, letter.first.address, settings)
    except Refused as refused:
        raise NotDelivered(str(refused), for_good=True) from None
    except Deferred as deferred:
        raise NotDelivered(str(deferred)) from None
    except NotPosted as problem:
        raise NotDelivered(str(problem), is_way_shut=True) from None
