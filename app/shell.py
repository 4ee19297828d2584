"""What every answer shares: security headers, addresses of static files, the layout's words."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, session, url_for
from flask_compress import Compress
from flask_security import current_user
from werkzeug.wrappers import Response

from app.access import signed_in

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
DECODER = "js/scanner/decoder.js"
"""The one script that may compile WebAssembly: a worker, under the policy of its own answer."""
MAY_COMPILE = {
    "Content-Security-Policy": HEADERS["Content-Security-Policy"]
    + "; script-src 'self' 'wasm-unsafe-eval'"
}
YEAR = 31_536_000


def asset(name: str) -> str:
    """The address of a static file; it changes with the file's content, read once a process."""
    known: dict[str, str] = current_app.extensions.setdefault("asset addresses", {})
    if name not in known or current_app.debug:
        content = (Path(str(current_app.static_folder)) / name).read_bytes()
        version = hashlib.sha256(content).hexdigest()[:10]
        known[name] = url_for("static", filename=name, v=version)
    return known[name]


def _harden(response: Response) -> Response:
    if request.endpoint == "static" and (request.view_args or {}).get("filename") == DECODER:
        response.headers.update(MAY_COMPILE)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    if request.endpoint == "static":
        response.direct_passthrough = False
        response.make_sequence()  # read at once: the files are small, and are packed whole
    if request.endpoint == "static" and "v" in request.args:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if "_user_id" in session else "no-cache"
    return response


def _layout_words() -> dict[str, Any]:
    return {
        "organisation": current_app.config["SETTINGS"].organisation,
        "current_person": current_user if signed_in() else None,
    }


def dress(app: Flask) -> None:
    """Give every answer its headers, and every template what the layouts show."""
    app.jinja_env.globals["asset"] = asset
    Compress(app)  # runs after what is registered below
    app.after_request(_harden)
    app.context_processor(_layout_words)
