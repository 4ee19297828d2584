"""The work on a run: looking at its file, or applying it; whoever has the time does it.

It may be killed at any moment. What was looked at is looked at again; what is applied is committed
together with the token of its file, so that whoever comes next finds it and only notes it.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import structlog
from flask_babel import force_locale
from sqlalchemy import select

from app.database import reading
from app.errors import Refusal
from app.extensions import db
from app.imports.applying import service
from app.imports.deciding import queries
from app.imports.deciding.clusters import Known
from app.imports.deciding.shapes import differences, numbered
from app.imports.looking.forms import choices_of
from app.imports.meaning.words.decided import Decided
from app.imports.models import ImportBatch
from app.imports.planning.plans import FIGURES, Plan
from app.imports.preparing import Prepared, compare, opened, signature_of
from app.imports.reading.sheets import ImportRefused
from app.imports.runs import telling, uploads
from app.imports.runs.found.finding import findings_of, keep_lines
from app.imports.runs.found.findings import Findings, Said
from app.imports.runs.progress import Part, StoppedError
from app.imports.runs.stages import MOST_ATTEMPTS, STOPPED, Run, Stage
from app.language import N_
from app.people.models import Person

log = structlog.get_logger()

DIED = N_("The work on this file broke off three times. Nothing was stored. Split the file.")
TOO_LARGE = N_("There was not enough memory for this file. Nothing was stored. Split the file.")
NO_ROOM = N_("There is no room left on the disk. Nothing was stored. Tell whoever runs this.")
BROKEN = N_("Something went wrong here, and it was noted. Nothing was stored. Try again.")
DISK_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
SAME = "%(sentence)s"


@dataclass(frozen=True)
class At:
    """What the work needs of its surroundings: the folder, the moment, a time zone of new sites."""

    folder: Path
    now: datetime
    timezone: str


def work(token: str, at: At) -> None:
    """Does what waits of a run, if nobody else is at it; commits on its way.

    Whatever comes of it stands in the note, also where it can't be done.
    """
    with uploads.working_on(at.folder, token) as mine:
        while mine and (run := _begun(at.folder, token)):
            with force_locale(run.language):
                _end(at.folder, run, _tried(run, at))


def fail(folder: Path, token: str, problem: str) -> None:
    """Notes that the work on a run can't be done, as whoever watched it says."""
    run = uploads.run_of(folder, token)
    if run and run.is_waiting:
        _end(folder, run, {"stage": Stage.FAILED, "problem": Said(problem)})


def _begun(folder: Path, token: str) -> Run | None:
    """The run with one attempt more; None where nothing waits any longer."""
    with uploads.changing(folder):
        run = uploads.run_of(folder, token)
        if run is None or not run.is_waiting:
            return None
        if run.attempts < MOST_ATTEMPTS:
            return uploads.change(folder, run, attempts=run.attempts + 1)
        uploads.change(folder, run, stage=Stage.FAILED, problem=Said(DIED))
    return None


Came = dict[str, object]
"""The fields of a run that its work has changed."""
Typed = Mapping[str, str]


def _end(folder: Path, run: Run, came: Came) -> None:
    """Notes what came of the work, unless something else is wanted meanwhile."""
    done = came.get("done")
    if isinstance(done, dict):
        _put_by(folder, run, done["batch"])
    with uploads.changing(folder):
        now = uploads.run_of(folder, run.token)
        if now is None or (now.turn != run.turn and came.get("stage") is not Stage.DONE):
            return
        late = came.get("stage") is Stage.DONE and telling.is_stopped(folder, run)
        uploads.change(folder, now, **{"attempts": 0, "problem": None, "too_late": late} | came)
    if done:
        uploads.path(folder, run.token, "bytes").unlink(missing_ok=True)


def _put_by(folder: Path, run: Run, batch_id: int) -> None:
    try:
        uploads.put_by(folder, run, batch_id)
    except OSError:  # the list is stored all the same
        log.exception("the file of an import could not be kept", batch=batch_id)


def _tried(run: Run, at: At) -> Came:
    """What came of one attempt; nothing of it is stored where it can't be done."""
    act = _apply if run.stage is Stage.APPLY else _look
    db.session.rollback()
    try:
        return act(run, at)
    except StoppedError:
        return {"stage": STOPPED[run.stage], "problem": Said(telling.STOPPED_BY_HAND)}
    except Refusal as refusal:
        return _given_back(run, Said(SAME, {"sentence": str(refusal)}), at)
    except MemoryError:
        return {"stage": Stage.FAILED, "problem": Said(TOO_LARGE)}
    except OSError as error:
        log.exception("a list could not be worked on", token=run.token)
        problem = NO_ROOM if error.errno in DISK_IS_FULL else BROKEN
        return {"stage": Stage.FAILED, "problem": Said(problem)}
    except Exception:
        log.exception("a list could not be worked on", token=run.token)
        return {"stage": Stage.FAILED, "problem": Said(BROKEN)}
    finally:
        db.session.rollback()


def _given_back(run: Run, problem: Said, at: At) -> Came:
    db.session.rollback()
    if batch := _batch(run):
        return _done(run, batch, at)
    stage = Stage.LOOKED if run.stage is Stage.APPLY else Stage.FAILED
    return {"stage": stage, "problem": problem}


def _look(run: Run, at: At) -> Came:
    with reading():
        words = _Words(queries.decided(), queries.known())
        made, typed = _opened(run, at, words.known.makers)
        db.session.rollback()  # nobody waits for us while we read
        if not made.refused:
            choices = replace(choices_of(typed), today=at.now.date())
            compare(made, choices, words.decided, telling.Teller(at.folder, run))
        db.session.rollback()
    _keep(run, at, made, words)
    return {"stage": Stage.LOOKED, "typed": typed}


def _opened(run: Run, at: At, makers: Collection[str]) -> tuple[Prepared, Typed]:
    """The list as it was read; on the first look as a profile says that knows its columns."""
    typed, content = run.typed, uploads.content(at.folder, run)
    tell = telling.Teller(at.folder, run)
    try:
        made = opened(content, run.name, choices_of(typed), tell, makers)
        if run.turn == 1 and (known := _profiled(made, typed)):
            again = opened(content, run.name, choices_of(known), tell, makers)
            if not again.refused and again.sheet and again.guessed:
                return again, known | {"seen": signature_of(again.guessed)}
    except ImportRefused as refused:
        return Prepared(refused=refused), typed
    return made, typed


def _profiled(made: Prepared, typed: Typed) -> dict[str, str] | None:
    """What was chosen, over what a profile says of lists with these very columns.

    One of nearly these columns is offered on the page: what else it would change, a person sees.
    """
    profile = queries.profile_for(made.sheet.header) if made.sheet else None
    if profile is None or made.sheet is None or differences(profile.header, made.sheet.header):
        return None
    return numbered(profile.choices, made.sheet.header) | dict(typed) | {"profile": profile.name}


def _keep(run: Run, at: At, made: Prepared, words: _Words) -> None:
    keep_lines(uploads.path(at.folder, run.token, "tried.db"), made)
    found = findings_of(run.name, made, words.decided, words.known)
    uploads.keep_findings(at.folder, run, found)


@dataclass(frozen=True)
class _Words:
    """What was decided about the words of lists, and which are known here."""

    decided: Decided
    known: Known


def _apply(run: Run, at: At) -> Came:
    if batch := _batch(run):
        return _done(run, batch, at)
    words = _Words(queries.decided(), queries.known())
    db.session.rollback()  # nobody waits for us while we read
    tell = telling.Teller(at.folder, run)
    choices = replace(choices_of(run.typed), today=at.now.date())
    content = uploads.content(at.folder, run)
    made = opened(content, run.name, choices, tell, words.known.makers)
    compare(made, choices, words.decided, tell)
    if made.plan is None or made.plan.fingerprint != run.seen:
        db.session.rollback()
        _keep(run, at, made, words)
        problem = telling.CHANGED if made.plan else telling.NOT_AS_IT_IS
        return {"stage": Stage.LOOKED, "problem": Said(problem)}
    return _stored(run, made, made.plan, at)


def _stored(run: Run, made: Prepared, plan: Plan, at: At) -> Came:
    """Stores what the plan says, all of it with the token of the file, or nothing."""
    tell = telling.Teller(at.folder, run)
    assert made.origin is not None  # noqa: S101 - a plan has one
    origin = replace(made.origin, token=run.token)
    person = db.session.get(Person, run.person_id)
    batch = service.apply(plan, origin, person, at=at.now, timezone=at.timezone, tell=tell)
    number = batch.id
    tell(Part.STORING, plan.read, plan.read)  # the last moment at which it can be stopped
    db.session.commit()
    return {"stage": Stage.DONE, "done": _counts(plan) | {"batch": number}}


def _counts(plan: Plan) -> dict[str, int]:
    counts = {figure.value: count for figure, count in plan.counts.items()}
    return counts | {"conflicts": plan.conflicts} | dict(plan.made_on_the_way)


def _batch(run: Run) -> ImportBatch | None:
    return db.session.scalar(select(ImportBatch).where(ImportBatch.token == run.token))


def _done(run: Run, batch: ImportBatch, at: At) -> Came:
    """What is known of an import whose worker died before it could note it."""
    found = uploads.findings(at.folder, run) or Findings(run.name)
    figures = (batch.created, batch.changed, batch.same, batch.refused)
    done = {each.value: figure for each, figure in zip(FIGURES, figures, strict=True)}
    done |= {"conflicts": found.conflicts, "batch": batch.id}
    return {"stage": Stage.DONE, "done": dict(found.made) | done}
