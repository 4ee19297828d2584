"""The pages of what is decided about lists: words that mean others, and profiles of lists."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.formats import number
from app.imports.blueprint import blueprint
from app.imports.deciding import queries, service, shapes
from app.imports.deciding.pages import profiles_page, words_page
from app.imports.deciding.questions import answered
from app.imports.jobs import place, take_up
from app.imports.models import Profile
from app.imports.runs import telling, uploads
from app.imports.runs.found.findings import Findings
from app.imports.runs.stages import Run
from app.numbers import number_of, page_of

Answer = str | Response | tuple[str, int]


@blueprint.get("/imports/words")
@open_to(Audience.ORGANISATION)
def words() -> str:
    """What was decided about words of lists; each decision can be forgotten."""
    wanted = request.args.get("q", "").strip()
    part, found = queries.words(wanted, page_of(request.args))
    page = words_page(wanted, part, found, clock.now())
    return render_template("imports/spellings_page.html", page=page)


@blueprint.post("/imports/words/<int:spelling_id>/forget")
@open_to(Audience.ORGANISATION)
def forget(spelling_id: int) -> Response:
    """Forget what a word means; lists are asked about it again."""
    found = queries.word(spelling_id) or abort(404)
    said = found.said
    service.forget(found)
    db.session.commit()
    flash(_("“%(word)s” means itself again.", word=said), "success")
    return redirect(url_for("imports.words"), 303)


@blueprint.post("/imports/<token>/words")
@open_to(Audience.ORGANISATION)
def decide(token: str) -> Response:
    """Remember what is meant by the words of a sent file, and look at it again."""
    run, found = _found(token)
    given = answered(request.form, found.clusters, found.unknown_types)
    made = service.decide_all(given, current_user, at=clock.now())
    if made:
        run = telling.choose(place().folder, run, run.typed)
    db.session.commit()
    flash(_remembered(len(made)), "success" if made else "info")
    return _to(run)


@blueprint.get("/imports/profiles")
@open_to(Audience.ORGANISATION)
def profiles() -> str:
    """How lists of each known shape are read."""
    page = profiles_page(queries.profiles(), clock.now())
    return render_template("imports/profiles_page.html", page=page)


@blueprint.post("/imports/profiles/<int:profile_id>/rename")
@open_to(Audience.ORGANISATION)
def rename_profile(profile_id: int) -> Answer:
    """Give a profile another name."""
    found, name = _profile(profile_id), request.form.get("name", "")
    try:
        service.rename(found, name)
    except Refusal as refusal:
        db.session.rollback()
        typed = {profile_id: (name, str(refusal))}
        page = profiles_page(queries.profiles(), clock.now(), typed)
        return render_template("imports/profiles_page.html", page=page), 422
    db.session.commit()
    return redirect(url_for("imports.profiles"), 303)


@blueprint.post("/imports/profiles/<int:profile_id>/remove")
@open_to(Audience.ORGANISATION)
def remove_profile(profile_id: int) -> Response:
    """Take a profile away."""
    found = _profile(profile_id)
    name = found.name
    service.remove(found)
    db.session.commit()
    flash(_("The profile “%(name)s” is gone.", name=name), "success")
    return redirect(url_for("imports.profiles"), 303)


@blueprint.post("/imports/<token>/profile")
@open_to(Audience.ORGANISATION)
def keep_profile(token: str) -> Response:
    """Remember how a sent file is read, for lists with the same columns."""
    run, found = _found(token)
    name, choices = request.form.get("name", ""), _choices(run, found)
    try:
        kept = service.keep_profile(name, found.header, choices, current_user, at=clock.now())
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "error")
        return _to(run, called=name[:200])
    db.session.commit()
    flash(_("Lists with these columns can now be read like “%(name)s”.", name=kept.name), "success")
    return _to(run)


@blueprint.post("/imports/<token>/like")
@open_to(Audience.ORGANISATION)
def read_like(token: str) -> Response:
    """Read a sent file by a profile, or by none, and look at it again."""
    run, found = _found(token)
    typed: dict[str, str] = {}
    if request.form.get("profile"):
        profile = _profile(number_of(request.form, "profile") or 0)
        typed = shapes.like(profile.choices, found.header, found.signature)
        typed["profile"] = profile.name
    return _to(telling.choose(place().folder, run, typed))


def _profile(profile_id: int) -> Profile:
    return queries.profile_of_id(profile_id) or abort(404)


def _found(token: str) -> tuple[Run, Findings]:
    """The sent file with what was found in it."""
    at = place()
    run = uploads.sent(at.folder, token, current_user.id, at=at.now) or abort(404)
    return run, uploads.findings(at.folder, run) or abort(404)


def _choices(run: Run, found: Findings) -> dict[str, str]:
    columns = {each.name: each.column for each in found.fields}
    return shapes.chosen(run.typed, found.listed, columns)


def _remembered(count: int) -> str:
    if not count:
        return _("Nothing was decided.")
    return ngettext(
        "%(count)s word is remembered, for this list and those that come.",
        "%(count)s words are remembered, for this list and those that come.",
        count,
        count=number(count),
    )


def _to(run: Run, **shown: Any) -> Response:
    """Back to the file, after what waits of it was taken up."""
    return redirect(url_for("imports.preview", token=take_up(run).token, **shown), 303)
