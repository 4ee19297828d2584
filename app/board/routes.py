"""The first page, and the day of those who sign in."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, clears, open_to
from app.board import queries
from app.board.pages import Work, today_page
from app.board.walks import walks
from app.checks.audits import queries as audits
from app.checks.rounds.queries import today_here

blueprint = Blueprint("board", __name__)


@blueprint.get("/")
@open_to(Audience.ANYONE)
def home() -> str:
    """What this is, and the way in for somebody who types a code."""
    return render_template("board/home.html")


@blueprint.get("/today")
@open_to(Audience.STAFF)
def today() -> str | Response:
    """What is broken and what is due; an auditor's day begins at the audits."""
    if not clears(Audience.TECHNICIAN):
        return redirect(url_for("checks.audits"))
    at, public_url = clock.now(), current_app.config["SETTINGS"].public_url
    day = today_here(at)
    page = today_page(
        queries.figures(at),
        Work(
            walks(current_user, day, at=at),
            queries.rooms_to_check(at),
            queries.services(day, current_user),
            queries.pressing_faults(current_user),
            audits.second_looks(current_user, at),
        ),
        queries.managed(public_url, at=at) if clears(Audience.MANAGER) else None,
        current_user,
        at=at,
        today=day,
    )
    return render_template("board/today.html", page=page, age=page.managed and page.managed.age)
