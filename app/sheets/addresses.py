"""Which address may be printed on a wall, where it stays for ten years."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask_babel import gettext as _

from app.errors import Refusal
from app.paper.words import named
from tags import Design

WORDLESS = frozenset({"small", "flag"})
"""Arrangements that have no room for a sentence."""
LOCAL_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home.arpa", ".test")


def complaint(address: str) -> str | None:
    """Why no tag may bear this address, in a sentence; None where it may."""
    if not address:
        return _(
            "The public address is not set, so a code would lead nowhere. "
            "Set ROOMWORTHY_PUBLIC_URL, such as https://rooms.example.edu."
        )
    parts = urlsplit(address)
    host = parts.hostname or ""
    if _leads_only_here(host):
        return _(
            "%(host)s leads nowhere from another phone. Set ROOMWORTHY_PUBLIC_URL to the name by "
            "which everyone reaches this program.",
            host=host,
        )
    if parts.scheme != "https":
        return _("Phones warn of addresses without https. Set ROOMWORTHY_PUBLIC_URL to one with.")
    return None


def refuse_unmarked_trial(design: Design) -> None:
    """Refuse to print a trial in a design that can't say that it is one."""
    if design.arrangement in WORDLESS:
        raise Refusal(
            _(
                "“%(design)s” has no room to say that it is a trial: somebody would put it up."
                " Choose another design to try out.",
                design=named(design),
            ),
            field="design",
            status=422,
        )


def _leads_only_here(host: str) -> bool:
    if "." not in host or host.endswith(LOCAL_ENDINGS):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
