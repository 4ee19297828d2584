"""The wall clock. Only routes, commands and jobs ask it; everything else is handed a moment."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask.sansio.app import App


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def know_zone(app: App, usual: Callable[[], str | None]) -> None:
    """Let a feature say in which time zone most of the places lie; None where it knows none."""
    app.extensions["usual zone"] = usual


def usual_zone() -> ZoneInfo:
    """The time zone of whoever named none: that of most places, else that of the settings."""
    usual: str | None = current_app.extensions["usual zone"]()
    return ZoneInfo(usual or current_app.config["SETTINGS"].default_timezone)
