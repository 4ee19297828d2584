"""Logs: one structured line an event; no personal data, no secrets, no query strings."""

import logging
import sys
import time
from typing import Any

import structlog
from flask import Flask, g, request
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
