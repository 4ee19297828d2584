"""What all forms share: what a field asks for, and a refusal that goes beside its field."""

from flask_wtf import FlaskForm
from wtforms.validators import Optional

from app.errors import Refusal


class Depends(Optional):
    """May stay empty or not, as another answer says; its words tell when, not "optional"."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"optional": True, "depends": True}


def say_beside(form: FlaskForm, refusal: Refusal) -> None:
    """Put a refusal's sentence beside its field, or above the form where it names none of it."""
    sentence = str(refusal)
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors.append(sentence)
