"""The one blueprint of the pages of imports."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__)
