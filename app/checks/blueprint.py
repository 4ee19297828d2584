"""The blueprint that the pages about checks and about past work share."""

from flask import Blueprint

blueprint = Blueprint("checks", __name__)
