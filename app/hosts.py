"""By which names the program answers: those of its own address, and those that the settings name.

A request says itself which host it asks. Whatever is made of that — a link, a place to be led to,
what is kept on the way — would be an attacker's to choose. So a name that is not ours is refused.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_babel import gettext as _

from app.settings import Settings

HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Whoever sits at the machine itself, a proxy beside the program among them."""
WATCHED = frozenset({"health.alive", "health.ready"})
"""What a supervisor asks by whatever address it knows."""
HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?")


def answers_to(settings: Settings, host: str | None) -> bool:
    """Whether we answer to what a request calls us, with or without a port."""
    asked = HOST.fullmatch((host or "").lower())
    ours = _ours(settings.public_url, settings.trial_url, settings.trusted_hosts)
    return asked is not None and asked[1] in ours


@lru_cache(16)
def _ours(public_url: str, trial_url: str, named: str) -> frozenset[str]:
    own = [urlsplit(each).hostname or "" for each in (public_url, trial_url)]
    told = named.lower().replace(",", " ").split()
    return HERE | {f"[{each}]" if ":" in each else each for each in filter(None, (*own, *told))}


def _insist() -> Response | None:
    settings: Settings = current_app.config["SETTINGS"]
    if request.endpoint in WATCHED or answers_to(settings, request.environ.get("HTTP_HOST")):
        return None
    told = _("This program does not go by the name that you asked for. Open it by its own address.")
    return Response(f"{told}\n", 400, mimetype="text/plain")  # no page: its links need a name


def insist_on_hosts(app: Flask) -> None:
    """Refuse requests for names that are not ours; before anything else looks at them."""
    app.before_request(_insist)
