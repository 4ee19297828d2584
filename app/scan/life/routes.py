"""What is done about a tag where it hangs: it is in its place, torn, replaced, void, opened."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.codes import queries as codes
from app.codes import service as tags
from app.codes.code import grouped
from app.codes.listing import Which
from app.codes.models import Tag
from app.database import reading
from app.extensions import csrf, db
from app.places.words import where
from app.scan.blueprint import blueprint
from app.scan.life.pages import replacing, voiding
from app.scan.unit_pages import words_of


def held(code: str) -> Tag:
    """The tag that answers, which nobody else changes before we are done."""
    return codes.answering(code, to_change=True) or abort(404)


def _back_to(code: str) -> Response:
    return redirect(url_for("scan.tag", code=code), 303)


@blueprint.post("/t/<code>/hangs-again")
@open_to(Audience.TECHNICIAN)
def hangs_again(code: str) -> Response:
    """A torn tag has new paper, or was not torn at all."""
    tags.place(held(code), current_user, at=clock.now())
    db.session.commit()
    flash(_("Noted: this tag is in its place, and easy to read."), "success")
    return _back_to(code)


@blueprint.post("/t/<code>/worn")
@open_to(Audience.TECHNICIAN)
def worn(code: str) -> Response:
    """The tag is torn or faded; it answers until a manager has printed it again."""
    tag, now = held(code), clock.now()
    tags.mark_worn(tag, at=now)
    tags.seen(tag, at=now)
    db.session.commit()
    flash(_("Noted: this tag is torn or faded. A manager prints it again."), "success")
    return _back_to(code)


@blueprint.get("/t/<code>/elsewhere")
@open_to(Audience.TECHNICIAN)
def elsewhere(code: str) -> str:
    """What to do with a tag that hangs where it does not belong."""
    tag = codes.answering(code) or abort(404)
    told = {"what": words_of(tag), "where": where(tag.home)}
    return render_template("scan/elsewhere.html", code=tag.code, **told)


@blueprint.get("/t/<code>/replace")
@open_to(Audience.MANAGER)
def ask_replace(code: str) -> str:
    """Whether another tag should take the place of this one."""
    return render_template("scan/end.html", page=replacing(codes.answering(code) or abort(404)))


@blueprint.get("/t/<code>/void")
@open_to(Audience.MANAGER)
def ask_void(code: str) -> str:
    """Whether the tag, perhaps a blank one, should be void."""
    found = codes.unclaimed(code) or codes.answering(code) or abort(404)
    return render_template("scan/end.html", page=voiding(found))


@blueprint.post("/t/<code>/replace")
@open_to(Audience.MANAGER)
def replace(code: str) -> Response:
    """A new code for the same room or unit; the old one answers on."""
    old = codes.answering(code) or abort(404)
    new = tags.replace(old, at=clock.now())
    db.session.commit()
    words = _("The new tag is %(code)s. Print it and hang it.", code=grouped(new.code))
    flash(words, "success")
    return _back_to(old.code)


@blueprint.post("/t/<code>/void")
@open_to(Audience.MANAGER)
def void(code: str) -> Response:
    """Make a lost tag, a blank one as well, answer like one that never was."""
    found = codes.unclaimed(code, to_change=True) or held(code)
    tags.void(found, at=clock.now())
    db.session.commit()
    flash(_("The tag is void. It never answers again."), "success")
    if not found.is_bound:
        return redirect(url_for("codes.listing", which=Which.UNCLAIMED.value), 303)
    return redirect(url_for("scan.room", room_id=found.home.id), 303)


@blueprint.post("/t/<code>/seen")
@open_to(Audience.ANYONE)
@csrf.exempt  # type: ignore[untyped-decorator]  # it bears nothing, and is sent without a cookie
def seen(code: str) -> tuple[str, int]:
    """Somebody opened the page: note the day, once; every code gets the same answer.

    Most find that the day is noted: they only read, and never wait for a writer.
    """
    now = clock.now()
    with reading():
        is_news = codes.unseen(code, now.date()) is not None
        db.session.rollback()
    if is_news and (tag := codes.unseen(code, now.date())):
        tags.seen(tag, at=now)
        db.session.commit()
    return "", 204
