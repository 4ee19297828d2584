"""The blueprint that the pages about faults and what is promised of them share."""

from flask import Blueprint

blueprint = Blueprint("faults", __name__)
