"""How far a sent file is: looked at, waiting to be applied, done; and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.imports.runs.found.findings import Said

MOST_ATTEMPTS = 3
"""How often work is begun anew whose worker died amid it."""


class Stage(StrEnum):
    """Where a sent file stands."""

    LOOK = "look"
    """It waits to be looked at, or somebody is at it."""
    LOOKED = "looked"
    APPLY = "apply"
    """It waits to be applied, or somebody is at it."""
    DONE = "done"
    STOPPED = "stopped"
    """Somebody stopped the looking."""
    FAILED = "failed"


MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.LOOK: frozenset({Stage.LOOK, Stage.LOOKED, Stage.STOPPED, Stage.FAILED}),
    Stage.LOOKED: frozenset({Stage.LOOK, Stage.APPLY}),
    Stage.APPLY: frozenset({Stage.DONE, Stage.LOOKED, Stage.FAILED}),
    Stage.DONE: frozenset(),
    Stage.STOPPED: frozenset({Stage.LOOK}),
    Stage.FAILED: frozenset({Stage.LOOK}),
}
"""Which stage may follow which; other choices make a file wait to be looked at again."""

WAITING = frozenset({Stage.LOOK, Stage.APPLY})
"""Stages in which there is something to do."""

STOPPED: Mapping[Stage, Stage] = {Stage.LOOK: Stage.STOPPED, Stage.APPLY: Stage.LOOKED}
"""Where a run stands once its work was stopped: nothing of it is stored."""


@dataclass(frozen=True)
class Run:
    """A file that somebody sent, and how far it is.

    `typed` is what was chosen, as the form says it; `turn` counts the wishes, so that work on an
    older one is told from work on this. `seen` is the fingerprint of the dry run that is to be
    applied, `problem` what came in the way, `done` what applying it did. `too_late` says that
    somebody wanted to stop what was stored already.
    """

    token: str
    name: str
    person_id: int
    language: str = "en"
    stage: Stage = Stage.LOOK
    typed: Mapping[str, str] = field(default_factory=dict)
    turn: int = 1
    attempts: int = 0
    seen: str = ""
    problem: Said | None = None
    done: Mapping[str, int] | None = None
    too_late: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to work on it, or does."""
        return self.stage in WAITING
