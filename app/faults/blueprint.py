"""The blueprint that all pages about faults are bound to."""

from flask import Blueprint

blueprint = Blueprint("faults", __name__)
