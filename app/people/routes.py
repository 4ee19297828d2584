"""Pages about people: signing in is Flask-Security's, the rest ours."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
