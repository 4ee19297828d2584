"""The blueprint of the pages about equipment."""

from flask import Blueprint

blueprint = Blueprint("equipment", __name__)
