"""What programs look for at an agreed address: whom to tell of a weakness, what to pass over."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app

from app import clock
from app.access import Audience, open_to

blueprint = Blueprint("wellknown", __name__)

HOLDS = timedelta(days=180)
"""RFC 9116 wants less than a year, so that nobody writes to an address that is long forgotten."""


@blueprint.get("/.well-known/security.txt")
@open_to(Audience.ANYONE)
def security() -> Response:
    """Where a weakness can be told (RFC 9116); nothing where the settings name no contact."""
    settings = current_app.config["SETTINGS"]
    contact = settings.security_contact or abort(404)
    until = (clock.now() + HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: {contact}", f"Expires: {until}", "Preferred-Languages: en"]
    if settings.public_url:
        lines.append(f"Canonical: {settings.public_url}/.well-known/security.txt")
    return Response("\n".join([*lines, ""]), mimetype="text/plain")


@blueprint.get("/robots.txt")
@open_to(Audience.ANYONE)
def robots() -> Response:
    """No page here is for a search engine: a tag is for whoever stands before it."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
