"""Pages about guides, and their pictures."""

from datetime import UTC, tzinfo
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response as Answer

from app import clock
from app.access import Audience, begin_as_staff, open_to
from app.equipment import queries as equipment
from app.errors import Refusal
from app.extensions import db
from app.forms import say_beside
from app.guides import queries, service
from app.guides.finding import words_of
from app.guides.forms import GuideForm, guide_form
from app.guides.models import Guide
from app.guides.pages import compared, guide_page, guides_page
from app.guides.queries import wanted_guides
from app.guides.rendering import rendered
from app.guides.service import About
from app.guides.words import about
from app.numbers import number_of, page_of
from app.photos import queries as photos
from app.photos.models import Photo
from app.places import queries as places
from app.storing import status_of, stored

blueprint = Blueprint("guides", __name__)


def _found(guide_id: int) -> Guide:
    return queries.guide(guide_id) or abort(404)


def _zone() -> tzinfo:
    """The zone in which the organisation counts its months: its first site's."""
    sites = places.sites()
    return sites[0].support_calendar.zone if sites else UTC


def _about() -> About | None:
    """What the address says that a new guide is about; None where it says nothing yet."""
    if key := number_of(request.args, "unit"):
        unit = equipment.unit(key) or abort(404)
        return About(unit.model.type, unit.model, unit)
    if key := number_of(request.args, "model"):
        model = equipment.model(key) or abort(404)
        return About(model.type, model)
    if key := number_of(request.args, "type"):
        return About(equipment.type_of_id(key) or abort(404))
    return None


def _type_id(guide: Guide) -> int:
    model = guide.equipment.model if guide.equipment else guide.model
    return model.type_id if model else guide.type_id or 0


def _form_page(form: GuideForm, title: str, address: str, back: str) -> tuple[str, int]:
    html = rendered(form.body.data or "")
    page = render_template(
        "guides/form.html",
        form=form,
        heading=title,
        address=address,
        back_to=back,
        preview=html if form.is_only_shown else None,
    )
    return page, status_of(form)


def _put_picture_in(form: GuideForm) -> None:
    try:
        form.take_picture(clock.now())
    except Refusal as refusal:
        db.session.rollback()
        say_beside(form, Refusal(str(refusal), field="photo"))
        return
    db.session.commit()


@blueprint.get("/guides")
@open_to(Audience.STAFF)
def listing() -> str:
    """All guides: searched, filtered; and how many calls they spared."""
    wanted = wanted_guides(request.args)
    page = guides_page(wanted, page_of(request.args), clock.now(), _zone())
    return render_template("guides/listing.html", page=page, searched=bool(words_of(wanted.words)))


@blueprint.get("/guides/<int:guide_id>")
@open_to(Audience.STAFF)
def guide(guide_id: int) -> str:
    """One guide, as those read it for whom it is."""
    page = guide_page(_found(guide_id), clock.now(), _zone())
    return render_template("guides/guide.html", page=page)


@blueprint.get("/guides/<int:guide_id>/versions/<int:number>")
@open_to(Audience.STAFF)
def version(guide_id: int, number: int) -> str:
    """What a version changed; beside the one before it, or the one that the address names."""
    found = {each.number: each for each in queries.versions(guide_id)}
    after = found.get(number) or abort(404)
    before = found.get(number_of(request.args, "before") or number - 1, after)
    return render_template(
        "guides/version.html",
        guide_id=guide_id,
        before=before,
        after=after,
        changes=compared(before, after),
    )


@blueprint.route("/guides/new", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def new() -> str | tuple[str, int] | Answer:
    """Write a guide, once the address says what it is about."""
    if (subject := _about()) is None:
        return render_template("guides/about.html", types=equipment.types())
    form, symptoms = guide_form(None, subject.type.id)
    made: list[Guide] = []

    def act() -> None:
        by, at = current_user._get_current_object(), clock.now()
        again = _about() or abort(404)
        made.append(service.write(again, form.wording(symptoms), by, at=at))

    if form.wants_picture and form.validate_on_submit():
        _put_picture_in(form)
    if form.is_only_shown or not stored(form, act):
        subject = _about() or abort(404)
        asked: dict[str, Any] = request.args.to_dict()
        address = url_for("guides.new", **asked)
        return _form_page(form, _new_title(subject), address, url_for("guides.listing"))
    flash(_("The guide is stored."), "success")
    return redirect(url_for("guides.guide", guide_id=made[0].id), 303)


def _new_title(subject: About) -> str:
    if subject.unit:
        return _("New guide for %(what)s", what=subject.unit.name)
    label = subject.model.label if subject.model else ""
    return _("New guide for %(what)s", what=label or _(subject.type.title))


@blueprint.route("/guides/<int:guide_id>/edit", methods=["GET", "POST"])
@open_to(Audience.TECHNICIAN)
def edit(guide_id: int) -> str | tuple[str, int] | Answer:
    """Write a guide anew."""
    form, symptoms = guide_form(_found(guide_id), _type_id(_found(guide_id)))

    def act() -> None:
        seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else 0
        by, at = current_user._get_current_object(), clock.now()
        service.rewrite(_found(guide_id), form.wording(symptoms), by, seen=seen, at=at)

    if form.wants_picture and form.validate_on_submit():
        _put_picture_in(form)
    if form.is_only_shown or not stored(form, act):
        title = _("Change the guide for %(what)s", what=about(_found(guide_id)))
        form.seen.data = str(_found(guide_id).version) if form.errors else form.seen.data
        address = url_for("guides.edit", guide_id=guide_id)
        return _form_page(form, title, address, url_for("guides.guide", guide_id=guide_id))
    flash(_("The guide is stored."), "success")
    return redirect(url_for("guides.guide", guide_id=guide_id), 303)


@blueprint.post("/guides/<int:guide_id>/confirm")
@open_to(Audience.TECHNICIAN)
def confirm(guide_id: int) -> Answer:
    """Somebody saw that the guide is still right."""
    service.confirm(_found(guide_id), current_user._get_current_object(), at=clock.now())
    db.session.commit()
    flash(_("Noted: the guide is still right."), "success")
    return redirect(url_for("guides.guide", guide_id=guide_id), 303)


@blueprint.post("/guides/<int:guide_id>/retire")
@open_to(Audience.MANAGER)
def retire(guide_id: int) -> Answer:
    """Show a guide no more."""
    service.retire(_found(guide_id), at=clock.now())
    db.session.commit()
    flash(_("The guide is out of use."), "success")
    return redirect(url_for("guides.guide", guide_id=guide_id), 303)


@blueprint.post("/guides/<int:guide_id>/bring-back")
@open_to(Audience.MANAGER)
def bring_back(guide_id: int) -> Answer:
    """Show a retired guide again."""
    service.bring_back(_found(guide_id))
    db.session.commit()
    flash(_("The guide is in use again."), "success")
    return redirect(url_for("guides.guide", guide_id=guide_id), 303)


def _is_for_staff(photo: Photo) -> bool:
    """Whether whoever asks is staff, and sees a guide or something else that bears the picture."""
    return begin_as_staff() and (photos.is_shown(photo) or queries.bears_picture(photo.key))


@blueprint.get("/guides/pictures/<key>")
@open_to(Audience.ANYONE)
def picture(key: str) -> Response:
    """A picture of a guide: for everybody where everybody may read the guide, else for staff."""
    found = photos.photo(key)
    if found is None or not (queries.shows_picture(key) or _is_for_staff(found)):
        abort(404)
    answer = Response(photos.content(found), mimetype=found.media_type)
    answer.headers["Content-Disposition"] = "inline"
    return answer
