"""Taking a form: what was typed is checked, done and committed, or shown again with the reasons."""

from collections.abc import Callable

from flask_wtf import FlaskForm

from app.errors import Refusal
from app.extensions import db
from app.forms import say_beside


def stored(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Whether the form was sent and its act is committed.

    Where not, nothing is half-stored, and the form bears a sentence beside each field to mend.
    """
    if not form.validate_on_submit():
        return False
    try:
        act()
    except Refusal as refusal:
        db.session.rollback()
        say_beside(form, refusal)
        return False
    db.session.commit()
    return True


def status_of(form: FlaskForm) -> int:
    """The HTTP status of a page that shows the form: 422 where it tells what to mend."""
    return 422 if form.errors else 200
