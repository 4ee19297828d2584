"""The one blueprint of asking for tags; `routes` and `order_routes` hang their pages on it."""

from flask import Blueprint

blueprint = Blueprint("sheets", __name__)
