"""The one blueprint of asking for tags; `routes` and `orders.routes` hang their pages on it."""

from flask import Blueprint

blueprint = Blueprint("sheets", __name__)
