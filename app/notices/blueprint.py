"""The blueprint of the pages about notices."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)
