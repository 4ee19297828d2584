"""The one blueprint of the pages behind a tag's address, and their answer to unknown codes."""

from typing import cast

from flask import Blueprint, Flask, abort, render_template, request
from flask.blueprints import BlueprintSetupState
from limits import parse

from app.counting import once_more
from app.scan.lane import lay_lane

blueprint = Blueprint("scan", __name__)


@blueprint.record_once
def quicken(state: BlueprintSetupState) -> None:
    """Let scanned tags be answered from memory."""
    lay_lane(cast(Flask, state.app))


OF_ONE_ADDRESS = parse("60 per minute")
OF_ALL = parse("3000 per minute")
"""Codes that nothing answers to: what people mistype, and far less than guessing would need. What a
tag answers to is never counted: a whole class scans one."""


def unknown_tag() -> tuple[str, int]:
    """The same page for a mistyped, unknown, void or retired code; it tells nothing else.

    Refused where too many were tried, so that guessing costs us nothing.
    """
    here = request.remote_addr or ""
    if not (once_more(OF_ALL, "unknown codes") and once_more(OF_ONE_ADDRESS, "codes from", here)):
        abort(429)
    return render_template("scan/unknown.html"), 404
