"""What all forms share: a refusal goes beside the field that it is about."""

from flask_wtf import FlaskForm

from app.errors import Refusal


def say_beside(form: FlaskForm, refusal: Refusal) -> None:
    """Put a refusal's sentence beside its field, or above the form where it names none of it."""
    sentence = str(refusal)
    if refusal.field and refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors.append(sentence)
