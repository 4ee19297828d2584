"""Roomworthy: inspection tags for rooms, and the checks, faults and promises behind them."""

from flask import Flask
from flask_security import RoleMixin, SQLAlchemyUserDatastore
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import access, health, hosts, language, leading, logs, numbers, shell, wellknown
from app.configuration import ROOT, configuration
from app.errors import register_errors
from app.extensions import csrf, db, limiter, migrate, security
from app.features import load_tables, register_features
from app.keeping.restoring.changing import finish_if_cut_off
from app.people.models import Person
from app.places.serving.queries import sites_of
from app.resending import register_resending
from app.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The program, bound to its settings; stops with a sentence where something is missing."""
    settings = settings or Settings()
    logs.configure(settings.log_format)
    settings.data.mkdir(parents=True, exist_ok=True)
    finish_if_cut_off(settings)
    app = Flask(
        __name__,
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
    )
    app.config.update(configuration(settings))
    _bind(app, settings)
    return app


def _bind(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    load_tables()
    numbers.limit(app)
    db.init_app(app)
    migrate.init_app(app)
    hosts.insist_on_hosts(app)
    leading.lead_within(app)
    access.stand_guard(app, sites_of)
    csrf.init_app(app)
    limiter.init_app(app)
    language.speak(app)
    security.init_app(app, SQLAlchemyUserDatastore(db, Person, RoleMixin))
    access.only_by_cookie(app)
    logs.log_requests(app)
    shell.dress(app)
    register_errors(app)
    register_resending(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(wellknown.blueprint)
    register_features(app)
    access.insist_on_audiences(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
