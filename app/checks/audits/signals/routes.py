"""The page of signals: for auditors, and for administrators."""

from __future__ import annotations

from flask import render_template, request

from app import clock
from app.access import Audience, open_to
from app.checks.audits.signals import queries
from app.checks.audits.signals.noticing import Kind
from app.checks.audits.signals.pages import signals_page
from app.checks.blueprint import blueprint
from app.numbers import page_of


@blueprint.get("/checks/audits/signals")
@open_to(Audience.AUDITOR)
def signals() -> str:
    """What is unusual in the checks of the last 90 days, check by check."""
    asked = request.args.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else None
    page = signals_page(queries.signals(kind, clock.now()), kind, page_of(request.args))
    return render_template("checks/audit_signals.html", page=page)
