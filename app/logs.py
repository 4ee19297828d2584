"""Logs: one structured line an event; no personal data, no secrets, no query strings."""

import logging
import sys
import time
import traceback
from typing import Any

import structlog
from flask import Flask, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

log = structlog.get_logger("roomworthy")


def configure(log_format: str) -> None:
    """Send our events and the libraries' warnings to standard error, as JSON or for a reader."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    json = log_format == "json"
    renderer: Any = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        processor=renderer, foreign_pre_chain=[*shared, structlog.processors.format_exc_info]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def tell(what: str, error: Exception) -> None:
    """Log an error and where it happened; of one that the database had a part in, no message.

    Its message, and PostgreSQL's DETAIL within it, would say what people typed.
    """
    found = _of_database(error)
    if found is None:
        current_app.logger.error(what, exc_info=error)
        return
    names = " from ".join(
        type(each).__name__ for each in (found, getattr(found, "orig", None)) if each
    )
    statement = getattr(found, "statement", None) or ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error("%s: %s\n%s\n%s", what, names, statement, frames)


def _of_database(error: BaseException | None) -> SQLAlchemyError | None:
    """The database's error that this one is, or came from."""
    while error is not None and not isinstance(error, SQLAlchemyError):
        error = error.__cause__ or error.__context__
    return error


def _started() -> None:
    g.started = time.perf_counter()


def _answered(response: Response) -> Response:
    if request.endpoint not in {"static", "health.alive", "health.ready"}:
        log.info(
            "request",
            method=request.method,
            endpoint=request.endpoint,
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        )
    return response


def log_requests(app: Flask) -> None:
    """Write one line a request: its endpoint, status and milliseconds, never its address."""
    app.before_request(_started)
    app.after_request(_answered)
