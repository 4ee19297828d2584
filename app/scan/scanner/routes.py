"""One tag after the other: the camera in the page of the day asks here what each stands for."""

from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask_security import current_user

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.codes.code import code_within
from app.codes.models import Tag
from app.scan.blueprint import blueprint
from app.scan.checking.presence import scanned
from app.scan.scanner.pages import blank, card


@blueprint.get("/scanned")
@open_to(Audience.TECHNICIAN)
def read_tag() -> str:
    """What stands behind a tag, as part of a page.

    `text` is what a camera read off it, whole; or else `code` was typed, or scanned before, and
    `scan` tells of that.
    """
    text = request.args.get("text", "")
    typed = code_within(text or request.args.get("code", "")) or ""
    found = codes.answering(typed)
    tag = found or codes.unclaimed(typed)
    if text and not _is_ours(text, tag):
        return render_template("scan/_scanned.html", kind="elsewhere", host=_host(text))
    if found is None:
        kind = "blank" if tag else "unknown"
        return render_template("scan/_scanned.html", kind=kind, card=blank(tag) if tag else None)
    at = clock.now()
    scan = request.args.get("scan", "")
    if _is_printed(text):
        scan = scanned(found, current_user, at=at)
    page = card(found, current_user, scan, at=at)
    return render_template("scan/_scanned.html", kind="home", card=page)


def _is_printed(text: str) -> bool:
    """Whether it is the address on paper, which is in capitals, as no link of ours is."""
    return bool(text) and text == text.upper() and "/T/" in text


def _is_ours(text: str, tag: Tag | None) -> bool:
    """Whether the address leads here: by its settings, this request, or what the paper bears."""
    settings = current_app.config["SETTINGS"]
    known = {settings.public_url, settings.trial_url, request.host_url.rstrip("/")}
    known |= {tag.address, tag.fresh_address} if tag else set()
    before = text.upper().rpartition("/T/")[0]
    return before in {each.upper() for each in known if each}


def _host(text: str) -> str:
    try:
        return urlsplit(text.lower()).hostname or ""
    except ValueError:
        return ""
