"""Every list as a file, with the filters of its page: whatever is filtered there goes out."""

from __future__ import annotations

import tempfile
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, request, send_file
from flask_security import current_user

from app import clock, logs
from app.access import Audience, clears, open_to
from app.exports.cobie.book import House
from app.exports.lists import LISTS, Asked, write
from app.exports.pages import Way, ways

blueprint = Blueprint("exports", __name__)

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@blueprint.get("/exports/rooms.<ending>")
@open_to(Audience.STAFF)
def rooms(ending: str) -> Any:
    """The list of rooms."""
    return _sent("rooms", ending)


@blueprint.get("/exports/equipment.<ending>")
@open_to(Audience.STAFF)
def equipment(ending: str) -> Any:
    """The list of equipment."""
    return _sent("equipment", ending)


@blueprint.get("/exports/checks.<ending>")
@open_to(Audience.STAFF)
def checks(ending: str) -> Any:
    """The list of checks."""
    return _sent("checks", ending)


@blueprint.get("/exports/past-work.<ending>")
@open_to(Audience.STAFF)
def past_work(ending: str) -> Any:
    """The list of past work that other systems tell of."""
    return _sent("past_work", ending)


@blueprint.get("/exports/vendors.<ending>")
@open_to(Audience.STAFF)
def vendors(ending: str) -> Any:
    """The list of vendors."""
    return _sent("vendors", ending)


@blueprint.get("/exports/spares.<ending>")
@open_to(Audience.STAFF)
def spares(ending: str) -> Any:
    """The list of spares."""
    return _sent("spares", ending)


@blueprint.get("/exports/stock.<ending>")
@open_to(Audience.STAFF)
def stock(ending: str) -> Any:
    """What each site has of its spares."""
    return _sent("stock", ending)


@blueprint.get("/exports/faults.<ending>")
@open_to(Audience.STAFF)
def faults(ending: str) -> Any:
    """The list of faults."""
    return _sent("faults", ending)


@blueprint.get("/exports/tags.<ending>")
@open_to(Audience.MANAGER)
def tags(ending: str) -> Any:
    """The list of tags."""
    return _sent("tags", ending)


@blueprint.get("/exports/orders.<ending>")
@open_to(Audience.MANAGER)
def orders(ending: str) -> Any:
    """The list of orders of tags."""
    return _sent("orders", ending)


def _sent(name: str, ending: str) -> Any:
    """The file, made whole before it is sent: what can't be made is said on a page instead."""
    if ending not in LISTS[name].endings:
        abort(404)
    asked = _asked()
    day = asked.at.astimezone(asked.zone).date().isoformat()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it is sent
    try:
        write(name, ending, asked, file)
    except BaseException:
        file.close()
        raise
    logs.log.info("list taken out", list=name, ending=ending, person=current_user.id)
    file.seek(0)
    kind = MEDIA_TYPES[ending.rpartition(".")[2]]
    answer = send_file(file, kind, as_attachment=True, download_name=f"{name}-{day}.{ending}")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _asked() -> Asked:
    settings = current_app.config["SETTINGS"]
    return Asked(
        filters=request.args,
        at=clock.now(),
        house=House(settings.public_url, settings.organisation),
        person_id=current_user.id,
        names=clears(Audience.MANAGER),
        zone=ZoneInfo(settings.default_timezone),
    )


@blueprint.app_context_processor
def _with_ways() -> dict[str, Any]:
    """Let the pages of lists say `exports_of("rooms")`: the ways to the files of what they show."""

    def exports_of(name: str) -> tuple[Way, ...]:
        return ways(name, request.args)

    return {"exports_of": exports_of}
