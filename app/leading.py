"""Where somebody may be led on to: a page of ours, and never another site."""

import re

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response

WITHIN = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path of ours: printable ASCII without a backslash, which browsers take for a slash."""
LONGEST = 2000


def within(address: str) -> str:
    """The address where it is a path of ours; else an empty one."""
    return address if len(address) <= LONGEST and WITHIN.fullmatch(address) else ""


def _drop() -> Response | None:
    """Begin anew without it: else the form would be refused, and nobody would know why."""
    asked = request.args.get("next", "")
    if request.endpoint != "security.login" or not asked or within(asked):
        return None
    return redirect(url_for("security.login")) if request.method == "GET" else None


def lead_within(app: Flask) -> None:
    """Forget, before somebody signs in, a way on that would lead out."""
    app.before_request(_drop)
