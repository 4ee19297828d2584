"""A stored picture, for those who sign in."""

from datetime import timedelta

from flask import Blueprint, Response, abort

from app.access import Audience, open_to
from app.photos import queries

KEPT = timedelta(hours=1)
"""How long a browser keeps a picture: it never changes, but who may see it does."""

blueprint = Blueprint("photos", __name__)


@blueprint.get("/photos/<key>")
@open_to(Audience.STAFF)
def show(key: str) -> Response:
    """The picture of that key, as a file that a browser may show and may not guess about."""
    found = queries.photo(key) or abort(404)
    if not queries.is_shown(found):
        abort(404)
    answer = Response(queries.content(found), mimetype=found.media_type)
    answer.headers["Content-Disposition"] = "inline"
    answer.cache_control.private = True
    answer.cache_control.max_age = int(KEPT.total_seconds())
    return answer
