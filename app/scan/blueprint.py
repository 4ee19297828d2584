"""The one blueprint of the pages behind a tag's address, and their answer to unknown codes."""

from typing import cast

from flask import Blueprint, Flask, render_template
from flask.blueprints import BlueprintSetupState

from app.scan.lane import lay_lane

blueprint = Blueprint("scan", __name__)


@blueprint.record_once
def quicken(state: BlueprintSetupState) -> None:
    """Let scanned tags be answered from memory."""
    lay_lane(cast(Flask, state.app))


def unknown_tag() -> tuple[str, int]:
    """The same page for a mistyped, unknown, void or retired code; it tells nothing else."""
    return render_template("scan/unknown.html"), 404
