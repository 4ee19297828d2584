"""Pages on which a manager levels a heavy week: choose, look at before and after, move, undo."""

from collections.abc import Mapping
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.checks.ahead import load
from app.checks.ahead.load import Week
from app.checks.blueprint import blueprint
from app.checks.levelling import pages, queries, service, spreading
from app.checks.levelling.queries import Movable
from app.checks.rounds.queries import today_here
from app.errors import Refusal
from app.extensions import db
from app.numbers import LARGEST, number_of

LONGEST_KEY = 36


def _weeks() -> Mapping[date, Week]:
    """The year ahead of the building that is asked for, or of all, by its Mondays."""
    found = load.weeks_ahead(today_here(clock.now()), number_of(request.args, "building"))
    return {each.starts_on: each for each in found}


def _suggested(found: list[Movable], weeks: Mapping[date, Week], to: str) -> dict[int, date]:
    pieces = [each.piece for each in found if each.days]
    reached = [day for each in pieces for day in each.days]
    if not reached:
        return {}
    building = number_of(request.args, "building")
    days = queries.minutes_by_day(min(reached), max(reached), building)
    minutes = {each: week.minutes for each, week in weeks.items()}
    return spreading.spread(pieces, minutes, days, only=load.week_of(to))


def _keys(typed: list[str]) -> list[int]:
    digits = [each for each in typed if each.isascii() and each.isdigit() and len(each) <= 10]
    return [int(each) for each in digits if int(each) <= LARGEST][: queries.MOST]


def _moves(typed: list[str]) -> dict[int, date]:
    """The key and the day of each piece, as the preview sends them; what is none is left out."""
    pairs = (each.partition(":") for each in typed[: queries.MOST])
    found = {}
    for key, _sign, day in pairs:
        if (keys := _keys([key])) and load.week_of(day):
            found[keys[0]] = date.fromisoformat(day)
    return found


@blueprint.get("/checks/year/<day>/level")
@open_to(Audience.MANAGER)
def level(day: str) -> str:
    """What can be moved away from the week of the day."""
    starts_on = load.week_of(day) or abort(404)
    building = number_of(request.args, "building")
    found = queries.in_week(starts_on, building, clock.now())
    page = pages.level_page(starts_on, found, _weeks(), str(building or ""))
    return render_template("checks/level.html", page=page)


@blueprint.get("/checks/year/<day>/level/preview")
@open_to(Audience.MANAGER)
def level_preview(day: str) -> str:
    """How it would be if the ticked work went to lighter weeks; nothing is moved yet."""
    starts_on = load.week_of(day) or abort(404)
    building = str(number_of(request.args, "building") or "")
    found = list(queries.these(_keys(request.args.getlist("work")), clock.now()).values())
    weeks = _weeks()
    moves = _suggested(found, weeks, request.args.get("to", ""))
    page = pages.preview_page(starts_on, found, moves, weeks, building)
    return render_template("checks/level_preview.html", page=page)


@blueprint.post("/checks/year/<day>/level")
@open_to(Audience.MANAGER)
def move_work(day: str) -> Response:
    """Move the work as it was shown: all of it, or nothing."""
    building = number_of(request.args, "building")
    moves, key = _moves(request.form.getlist("move")), request.form.get("key", "")
    if not moves or not 0 < len(key) <= LONGEST_KEY or load.week_of(day) is None:
        return redirect(url_for("checks.year", building=building), 303)
    try:
        moved = service.move(moves, current_user, key=key, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
        return redirect(url_for("checks.level", day=day, building=building), 303)
    db.session.commit()
    if moved:
        flash(_moved(moved), "success")
    return redirect(url_for("checks.year", building=building), 303)


def _moved(pieces: int) -> str:
    return ngettext("%(num)d piece of work is moved.", "%(num)d pieces of work are moved.", pieces)


@blueprint.post("/checks/year/moved/<key>/take-back")
@open_to(Audience.MANAGER)
def take_back_moves(key: str) -> Response:
    """Let what was moved at once be due when its plans say."""
    service.take_back(key)
    db.session.commit()
    flash(_("Taken back: the work is due when its plans say."), "success")
    return redirect(url_for("checks.year"), 303)
