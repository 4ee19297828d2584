"""Flask's own configuration, and its extensions', made from our settings."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from app.database import LOCK_WAIT_SECONDS
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds `app`, `templates` and `static`."""

TRANSLATIONS = ROOT / "translations"
"""A folder for each language beside English, which is the source."""
DAY = timedelta(days=1)

SIGN_IN: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGIN_USER_TEMPLATE": "people/sign_in.html",
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    "SECURITY_POST_LOGIN_VIEW": "/today",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_RESET_PASSWORD_WITHIN": 3 * DAY,
    "SECURITY_LOGIN_WITHIN": DAY,
    "SECURITY_CHANGE_EMAIL_WITHIN": DAY,
    "SECURITY_CONFIRM_EMAIL_WITHIN": DAY,
    "SECURITY_TWO_FACTOR_SETUP_WITHIN": timedelta(minutes=30),
    "SECURITY_US_SETUP_WITHIN": timedelta(minutes=30),
    "SECURITY_WAN_REGISTER_WITHIN": timedelta(minutes=30),
    "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=1),
    "SECURITY_TWO_FACTOR_LOGIN_VALIDITY": 30 * DAY,
}
"""How Flask-Security signs people in; the periods are all named, its own defaults are not read."""


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "connect_args": {"timeout": LOCK_WAIT_SECONDS}}
    return {"hide_parameters": True, "pool_pre_ping": True}


def _session(settings: Settings) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "__Host-session" if settings.cookie_secure else "session",
        "SESSION_COOKIE_SECURE": settings.cookie_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.sign_in_days),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def _counting(settings: Settings) -> dict[str, Any]:
    quickly = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    return {
        "RATELIMIT_ENABLED": not settings.testing,
        "RATELIMIT_STORAGE_URI": settings.shared_limits or "memory://",
        "RATELIMIT_STORAGE_OPTIONS": quickly if settings.shared_limits else {},
    }


def configuration(settings: Settings) -> dict[str, Any]:
    """Everything that Flask and its extensions read, from the settings."""
    key = settings.signing_key()
    return {
        "SETTINGS": settings,
        "TESTING": settings.testing,
        "SECRET_KEY": key,
        "SECURITY_PASSWORD_SALT": f"roomworthy:{key}",
        "SQLALCHEMY_DATABASE_URI": settings.effective_database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.effective_database_url),
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 2**20,
        "MAX_FORM_MEMORY_SIZE": 4 * 2**20,
        "MAX_FORM_PARTS": 20_000,
        "BABEL_DEFAULT_LOCALE": settings.default_locale,
        "BABEL_DEFAULT_TIMEZONE": settings.default_timezone,
        "BABEL_TRANSLATION_DIRECTORIES": str(TRANSLATIONS),
        "COMPRESS_MIMETYPES": [
            *("text/css", "text/javascript", "image/svg+xml", "application/wasm"),
        ],
        **_counting(settings),
        **_session(settings),
        **SIGN_IN,
    }
