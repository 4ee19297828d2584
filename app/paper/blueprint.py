"""The blueprint of all pages about paper."""

from flask import Blueprint

blueprint = Blueprint("paper", __name__)
