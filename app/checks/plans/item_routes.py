"""Pages about the items of a job plan."""

from itertools import starmap

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField, FloatField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app import clock
from app.access import Audience, open_to
from app.checks.blueprint import blueprint
from app.checks.models import CheckItem, ItemKind, JobPlan
from app.checks.plans import items, queries
from app.checks.plans.items import LONGEST_TEXT, LONGEST_UNIT, ItemFields
from app.checks.plans.words import KINDS
from app.extensions import db
from app.photos import service as photos
from app.storing import status_of, stored

Answer = str | Response | tuple[str, int]
LONGEST_CHOICES = 2000


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(max)d characters."))


class ItemForm(FlaskForm):
    """An item of a job plan, new or changed."""

    text = TextAreaField(
        _l("What is looked at"),
        [DataRequired(_l("Enter what is looked at.")), _at_most(LONGEST_TEXT)],
    )
    kind = RadioField(
        _l("How is it answered?"),
        [InputRequired(_l("Choose how it is answered."))],
        choices=list(starmap(SelectChoice, KINDS.items())),
        default=str(ItemKind.PASS_FAIL),
    )
    unit = StringField(_l("Unit"), [_at_most(LONGEST_UNIT)])
    minimum = FloatField(_l("Lowest that is fine"), [Optional()])
    maximum = FloatField(_l("Highest that is fine"), [Optional()])
    past_fails = BooleanField(_l("Not fine once the date has passed"))
    choices = TextAreaField(_l("Answers"), [_at_most(LONGEST_CHOICES)])
    optional = BooleanField(_l("It may be left out"))
    hint = TextAreaField(_l("How it is done"), [_at_most(LONGEST_TEXT)])
    photo = FileField(_l("Picture"))
    no_photo = BooleanField(_l("Take the picture away"))

    def told(self, item: CheckItem | None) -> ItemFields:
        """What the form asks for; a picture that was sent is taken in."""
        picture = item.picture_id if item and not self.no_photo.data else None
        if self.photo.data:
            picture = photos.take_in(self.photo.data.read(), at=clock.now()).id
        return ItemFields(
            text=self.text.data or "",
            kind=ItemKind(self.kind.data),
            optional=self.optional.data,
            hint=self.hint.data or "",
            picture_id=picture,
            unit=self.unit.data or "",
            minimum=self.minimum.data,
            maximum=self.maximum.data,
            past_fails=self.past_fails.data,
            choices=self.choices.data or "",
        )


def _plan(plan_id: int) -> JobPlan:
    found = queries.plan(plan_id) or abort(404)
    return found if found.retired_at is None else abort(404)


def _item(plan_id: int, item_id: int) -> CheckItem:
    return queries.item(plan_id, item_id) or abort(404)


def _page(form: ItemForm, plan: JobPlan, item: CheckItem | None) -> tuple[str, int]:
    page = render_template(
        "checks/plan_item.html", form=form, plan=plan, item=item, is_used=queries.is_used(plan)
    )
    return page, status_of(form)


def _shown(plan_id: int, item_id: int | None = None) -> Response:
    anchor = f"item-{item_id}" if item_id else "items"
    return redirect(url_for("checks.plan", plan_id=plan_id, _anchor=anchor), 303)


@blueprint.route("/checks/plans/<int:plan_id>/items/new", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def new_item(plan_id: int) -> Answer:
    """Add an item at the end of a plan's list."""
    _plan(plan_id)
    form = ItemForm()
    if not stored(form, lambda: items.add_item(_plan(plan_id), form.told(None))):
        return _page(form, _plan(plan_id), None)
    flash(_("The item is added."), "success")
    return _shown(plan_id)


@blueprint.route("/checks/plans/<int:plan_id>/items/<int:item_id>/edit", methods=["GET", "POST"])
@open_to(Audience.MANAGER)
def edit_item(plan_id: int, item_id: int) -> Answer:
    """Change an item from now on."""
    plan, item = _plan(plan_id), _item(plan_id, item_id)
    form = ItemForm(obj=item)

    def act() -> None:
        items.change_item(plan, item, form.told(item))

    if not stored(form, act):
        return _page(form, _plan(plan_id), _item(plan_id, item_id))
    flash(_("The item is changed. What was checked before keeps the old words."), "success")
    return _shown(plan_id)


@blueprint.post("/checks/plans/<int:plan_id>/items/<int:item_id>/move")
@open_to(Audience.MANAGER)
def move_item(plan_id: int, item_id: int) -> Response:
    """Move an item up or down."""
    items.move_item(_plan(plan_id), _item(plan_id, item_id), up=request.form.get("way") == "up")
    db.session.commit()
    return _shown(plan_id, item_id)


@blueprint.post("/checks/plans/<int:plan_id>/items/<int:item_id>/remove")
@open_to(Audience.MANAGER)
def remove_item(plan_id: int, item_id: int) -> Response:
    """Ask for an item no longer."""
    items.remove_item(_plan(plan_id), _item(plan_id, item_id))
    db.session.commit()
    flash(_("The item is removed. What was checked by it stays."), "success")
    return _shown(plan_id)
