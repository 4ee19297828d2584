"""The one blueprint on which the pages behind a tag's address stand."""

from flask import Blueprint

blueprint = Blueprint("scan", __name__)
