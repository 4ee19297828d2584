"""The one blueprint of all pages about places."""

from flask import Blueprint

from app.clock import know_zone
from app.places.queries import usual_zone
from app.places.words import phone_address

blueprint = Blueprint("places", __name__)
blueprint.add_app_template_filter(phone_address)
blueprint.record_once(lambda state: know_zone(state.app, usual_zone))
