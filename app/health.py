"""Is it alive, and can it serve? For a supervisor and a load balancer."""

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.access import Audience, open_to
from app.extensions import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@open_to(Audience.ANYONE)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@open_to(Audience.ANYONE)
def ready() -> Response:
    """The database answers and has its tables; 503 where it does not."""
    try:
        db.session.execute(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return Response("database not ready\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
