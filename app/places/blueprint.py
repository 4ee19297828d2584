"""The one blueprint of all pages about places."""

from flask import Blueprint

from app.places.words import phone_address

blueprint = Blueprint("places", __name__)
blueprint.add_app_template_filter(phone_address)
