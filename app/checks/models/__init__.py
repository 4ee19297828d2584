"""Checks: plans, visits, rounds and what is due, audits, and the past that others tell of."""

from app.audit.staying import seal
from app.checks.models.audits import SeededFault, SpotAudit
from app.checks.models.moved import MovedWork
from app.checks.models.past import PastKind, PastWork
from app.checks.models.plans import Basis, CheckItem, ItemKind, JobPlan, Scope, Shift
from app.checks.models.results import Reason, Result
from app.checks.models.rounds import STOP_MOVES, DueWork, Round, RoundStop, StopState
from app.checks.models.visits import Check, CheckPart, CheckPhoto, Finding, Grade, NoTag

__all__ = [
    "STOP_MOVES",
    "Basis",
    "Check",
    "CheckItem",
    "CheckPart",
    "CheckPhoto",
    "DueWork",
    "Finding",
    "Grade",
    "ItemKind",
    "JobPlan",
    "MovedWork",
    "NoTag",
    "PastKind",
    "PastWork",
    "Reason",
    "Result",
    "Round",
    "RoundStop",
    "Scope",
    "SeededFault",
    "Shift",
    "SpotAudit",
    "StopState",
]

seal(Check.__table__, but={"scanned_at"})  # when a tag was scanned is forgotten after 90 days
seal(Finding.__table__)
