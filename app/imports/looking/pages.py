"""The pages of a sent file: while it is worked on, and what would become of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.formats import number
from app.imports.deciding import queries as deciding
from app.imports.deciding.pages import Shape
from app.imports.deciding.questions import Questions, questions
from app.imports.looking.done import done_page, shape_of
from app.imports.looking.fields import Fields, fields_of
from app.imports.looking.forms import ORDER
from app.imports.looking.found import Found, Reading, found_in, reading_of
from app.imports.looking.lines import Lines, lines
from app.imports.looking.sample import Sample, sample_of
from app.imports.looking.trial import Trial, sentence, trial
from app.imports.meaning.words.equipment import TYPES
from app.imports.planning.placing.places import NO_SITE
from app.imports.queries import existing
from app.imports.runs.found.findings import Findings
from app.imports.runs.found.tried import Tried
from app.imports.runs.progress import Part
from app.imports.runs.stages import Run, Stage
from app.imports.runs.telling import Progress
from app.numbers import number_of

__all__ = ["done_page", "look_page", "sent_rows", "working_page"]

READING = frozenset({"sheet", "hidden", "header_line", "encoding", "separator", "kind", "several"})
"""Choices that stand under “Read it another way”."""


PATIENCE = timedelta(seconds=20)
"""After which a file that nobody took up makes one ask for the worker."""

PLACING = ("site", "phone", "building", "constant.building")


@dataclass(frozen=True)
class LookPage:
    """A file before it is applied; `errors` are sentences by the choice that mends them.

    `problem` is what came in the way of the work on it, "" where nothing did.
    `mends` are those without a field at the top of the page, with the part of the page where they
    are mended, if any. `is_unreadable` says that nothing on the page mends it, `is_read_oddly` that
    reading the file another way does, `is_place_asked` that somebody has to say where the list
    belongs, `is_placed` that somebody said it.
    """

    name: str
    problem: str
    address: str
    choose_address: str
    sample_address: str
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    mends: Sequence[tuple[str, str]]
    is_unreadable: bool
    is_read_oddly: bool
    is_place_asked: bool
    is_placed: bool
    seen: str
    found: Found
    reading: Reading
    fields: Fields
    sample: Sample | None
    sites: Sequence[str]
    buildings: Sequence[str]
    types: Sequence[str]
    questions: Questions
    shape: Shape | None
    trial: Trial | None
    lines: Lines | None


def look_page(
    run: Run, found: Findings | None, tried: Tried | None, asked: MultiDict[str, str]
) -> LookPage:
    """Everything about the file, as far as it could be read; `asked` is what the address asks."""
    findings = found or Findings(run.name)
    sites, typed = existing.site_names(), dict(run.typed)
    tried = tried if findings.figures else None
    errors = dict(_errors(findings, typed, sites))
    fields, placing = fields_of(findings, typed, errors), _placing(findings)
    return LookPage(
        name=run.name,
        problem=_problem(run),
        address=url_for("imports.preview", token=run.token),
        choose_address=url_for("imports.choose", token=run.token),
        sample_address=url_for("imports.sample", token=run.token),
        typed=typed,
        errors=errors,
        mends=tuple(_mends(errors, fields, placing)),
        is_unreadable="file" in errors,
        is_read_oddly=bool(READING & errors.keys()),
        is_place_asked=bool(placing & errors.keys()),
        is_placed=bool(placing & typed.keys()),
        seen=findings.signature,
        found=found_in(findings),
        reading=reading_of(findings, typed),
        fields=fields,
        sample=sample_of(findings, typed),
        sites=sites,
        buildings=existing.building_names(),
        types=[slug.replace("_", " ") for slug in TYPES],
        questions=_questions(run, findings, asked),
        shape=shape_of(run, findings, asked.get("called", "")),
        trial=trial(run.token, findings, tried, takes="conflicts" in typed) if tried else None,
        lines=lines(run.token, tried, asked) if tried else None,
    )


def _placing(findings: Findings) -> frozenset[str]:
    """What says where a list belongs; the building only where no column can."""
    return frozenset({"site", "phone"}) if findings.fields else frozenset(PLACING)


def _questions(run: Run, found: Findings, asked: MultiDict[str, str]) -> Questions:
    page = number_of(asked, "words") or 1
    return questions(run.token, found.clusters, found.unknown_types, deciding.types(), page)


def _problem(run: Run) -> str:
    if run.problem is not None:
        return sentence(run.problem)
    if run.stage is Stage.STOPPED:
        return _("You stopped it. Nothing of it is stored. Look again to go on.")
    return ""


def _errors(
    findings: Findings, typed: Mapping[str, str], sites: Sequence[str]
) -> Iterator[tuple[str, str]]:
    refused = findings.refused
    if refused is None:
        return
    yield refused.where or "file", sentence(refused)
    site = findings.field_of("site")
    named = typed.get("site") or (site is not None and site.column is not None)
    if findings.listed and not sites and not named and refused.where not in {"site", "phone"}:
        yield "site", _(NO_SITE)


def _mends(
    errors: Mapping[str, str], fields: Fields, placing: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """The sentences whose field is not asked for at the top, and where on the page it stands."""
    asked = {each.name for each in fields.asked} | placing
    for where, text in errors.items():
        if where.removeprefix(ORDER) not in asked:
            yield "" if where == "file" else where, text


@dataclass(frozen=True)
class WorkingPage:
    """A file that somebody works on: how far, in words and from 0 to 1, and where to stop it.

    `is_stuck` says that it waits so long that there may be no worker.
    """

    name: str
    stop_address: str
    words: str
    share: float
    is_storing: bool
    is_stuck: bool


def working_page(run: Run, progress: Progress | None, waits: timedelta) -> WorkingPage:
    """How far the work on a file is; without progress, nobody has begun, so long it waits."""
    return WorkingPage(
        name=run.name,
        stop_address=url_for("imports.stop", token=run.token),
        words=_how_far(progress) if progress else _("Waiting for its turn"),
        share=progress.done / progress.total if progress and progress.total else 0.0,
        is_storing=run.stage is Stage.APPLY,
        is_stuck=progress is None and waits > PATIENCE,
    )


def _how_far(told: Progress) -> str:
    far = {"done": number(told.done), "total": number(told.total)}
    words = {
        Part.READING: (_("Reading the file"), _("Reading: %(done)s of %(total)s rows", **far)),
        Part.COMPARING: (
            _("Comparing it with what is here"),
            _("Comparing with what is here: %(done)s of %(total)s rows", **far),
        ),
        Part.STORING: (_("Storing"), _("Storing: %(done)s of %(total)s", **far)),
    }
    begun, going_on = words[told.part]
    return going_on if told.total else begun


@dataclass(frozen=True)
class SentRow:
    """A file that waits or is under way, in the list of this person's files."""

    address: str
    title: str
    state: str
    word: str


def sent_rows(runs: Sequence[Run]) -> tuple[SentRow, ...]:
    """The files that somebody sent and that are not stored yet."""
    words = {
        Stage.LOOK: ("attended", _("being read")),
        Stage.LOOKED: ("planned", _("waits for you")),
        Stage.APPLY: ("attended", _("being stored")),
        Stage.STOPPED: ("na", _("stopped")),
        Stage.FAILED: ("fail", _("failed")),
    }
    return tuple(
        SentRow(url_for("imports.preview", token=run.token), run.name, *words[run.stage])
        for run in runs
        if run.stage in words
    )
