"""The list of features, in their order: a feature imports only those above it, and the ground.

This and the package's `__init__` are the only modules of the ground that know any feature.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_security import current_user

from app import jobs
from app.access import Audience, signed_in

OWNERS = (
    *("audit", "people", "photos", "notices", "keeping", "places", "doors", "equipment", "codes"),
    *("guides", "paper", "batches", "faults", "checks", "privacy"),
)
"""Features that own tables, or files; each may use those before it."""
PAGES = ("scan", "board", "sheets", "imports", "exports", "sync", "moving", "logbook", "demo")
"""Features over several others, which never use each other; of them, imports owns its batch."""


@dataclass(frozen=True)
class Destination:
    """One entry of the navigation."""

    label: str
    address: str
    icon: str
    current: bool


MENU = (
    (_l("Today"), "board.today", "clock", Audience.TECHNICIAN),
    (_l("Faults"), "faults.queue", "wrench", Audience.TECHNICIAN),
    (_l("Rooms"), "places.rooms", "door", Audience.STAFF),
    (_l("Equipment"), "equipment.units", "projector", Audience.STAFF),
    (_l("Checks"), "checks.listing", "check", Audience.STAFF),
    (_l("Guides"), "guides.listing", "help", Audience.STAFF),
    (_l("Tags"), "codes.listing", "qr", Audience.MANAGER),
    (_l("Import"), "imports.upload", "upload", Audience.ORGANISATION),
    (_l("People"), "people.listing", "person", Audience.ADMIN),
    (_l("Audit log"), "logbook.listing", "history", Audience.AUDITOR),
)

UNDER = {
    "privacy": "people",
    "sheets": "codes",
    "paper": "codes",
    "checks.unit": "equipment",
    "places.serving": "people",
    **dict.fromkeys(("people.account", "people.password", "people.again"), "account"),
    **dict.fromkeys(("people.second_factor", "people.passkeys"), "account"),
    **dict.fromkeys(("checks.rounds", "checks.round", "checks.new_round"), "board"),
    **dict.fromkeys(("checks.skip_stop", "checks.hand_over_round", "checks.end_round"), "board"),
}
"""Features, and single pages, that are reached by another's entry."""


def navigation() -> tuple[Destination, ...]:
    """Where the signed-in person can go; empty for visitors."""
    if not signed_in():
        return ()
    endpoint = request.endpoint or ""
    feature = endpoint.partition(".")[0]
    here = UNDER.get(endpoint) or UNDER.get(feature, feature)
    return tuple(
        Destination(str(label), url_for(page), icon, page.partition(".")[0] == here)
        for label, page, icon, audience in MENU
        if audience in current_user.audiences
    )


def _part(feature: str, module: str) -> Any | None:
    name = f"app.{feature}.{module}"
    return import_module(name) if find_spec(f"app.{feature}") and find_spec(name) else None


def load_tables() -> None:
    """Import the models of every feature that has any, so that the database knows their tables."""
    for feature in (*OWNERS, *PAGES):
        _part(feature, "models")


def register_features(app: Flask) -> None:
    """Bind every feature's routes, commands and jobs, and the navigation over them."""
    sweeps, restored = [], []
    for feature in (*OWNERS, *PAGES):
        if routes := _part(feature, "routes"):
            app.register_blueprint(routes.blueprint)
        if commands := _part(feature, "commands"):
            commands.register(app)
        if work := _part(feature, "jobs"):
            sweeps.append(work.sweep)
        if again := _part(feature, "restored"):
            restored.append(again.again)
    jobs.start(app, tuple(sweeps))
    app.extensions["restored"] = tuple(restored)
    app.context_processor(lambda: {"navigation": navigation()})
