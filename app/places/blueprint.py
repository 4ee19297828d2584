"""The one blueprint of all pages about places."""

from flask import Blueprint

blueprint = Blueprint("places", __name__)
