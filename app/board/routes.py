"""The first page, and the day of those who sign in."""

from flask import Blueprint, render_template

from app.access import Audience, open_to

blueprint = Blueprint("board", __name__)


@blueprint.get("/")
@open_to(Audience.ANYONE)
def home() -> str:
    """What this is, and the way in for somebody who types a code."""
    return render_template("board/home.html")


@blueprint.get("/today")
@open_to(Audience.TECHNICIAN)
def today() -> str:
    """What is broken and what is due."""
    return render_template("board/today.html")
