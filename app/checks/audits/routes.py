"""The page of audits; signals and faults made on purpose add theirs."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app, render_template

from app import clock
from app.access import Audience, open_to
from app.checks.audits import queries
from app.checks.audits.pages import audits_page
from app.checks.audits.seeded import routes as seeded  # noqa: F401 - it adds its routes
from app.checks.audits.signals import routes as signals  # noqa: F401 - so does this
from app.checks.blueprint import blueprint

A_YEAR = timedelta(days=365)


@blueprint.get("/checks/audits")
@open_to(Audience.OVERSIGHT)
def audits() -> str:
    """How far checks agree with second looks, over a year; what waits is not told."""
    now, settings = clock.now(), current_app.config["SETTINGS"]
    page = audits_page(
        settings.audit_percent,
        queries.draws(now - A_YEAR, now),
        queries.ended(now),
        ZoneInfo(settings.default_timezone),
    )
    return render_template("checks/audits.html", page=page)
