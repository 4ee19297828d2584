"""The page on which managers see how promises were kept."""

from datetime import date, timedelta

from flask import render_template
from flask_babel import format_date
from flask_babel import gettext as _

from app import clock
from app.access import Audience, open_to
from app.faults.blueprint import blueprint
from app.faults.models import Stage
from app.faults.promises.figures import queries
from app.faults.promises.figures.counting import FEWEST, Share, figures
from app.faults.promises.words import STAGES

SPAN = timedelta(days=365)


@blueprint.get("/faults/promises")
@open_to(Audience.MANAGER)
def kept() -> str:
    """How promises of the last year were kept, and who was told before one slipped."""
    now = clock.now()
    found = figures(queries.given(now - SPAN), now)
    return render_template(
        "faults/promises/kept.html",
        figures=found,
        priorities=[(each.name, each) for each in found.told_by_priority],
        months=[(_month(each.name), each) for each in found.told_by_month],
        stages=[(str(STAGES[Stage(each.name)]), each) for each in found.kept_by_stage],
        share=_percent,
        fewest=FEWEST,
    )


def _month(name: str) -> str:
    return str(format_date(date.fromisoformat(f"{name}-01"), _("MMMM y")))


def _percent(share: Share) -> str:
    return "—" if share.percent is None else _("%(share)s %%", share=share.percent)
